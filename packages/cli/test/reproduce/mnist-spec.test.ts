import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import {
  createMnistSchema,
  MNIST_TABLES,
  type PartialMnistSpec,
  resolveMnistSpec,
} from "../../src/reproduce/mnist-spec.ts";

test("resolveMnistSpec has every student of the paper's section 3 by default, each with a name of its own", () => {
  const { students, teacher } = resolveMnistSpec();
  expect(teacher.hidden).toEqual([1200, 1200]);
  expect(new Set(students.map(({ table }) => table))).toEqual(new Set(MNIST_TABLES));
  const sweep = students.filter(({ table }) => table === "temperature");
  expect(sweep.map(({ hidden, temperature }) => [hidden[0], temperature])).toEqual(
    [800, 300, 30].flatMap((width) => [1, 2, 2.5, 3, 4, 8, 12, 20, 40].map((temperature) => [width, temperature])),
  );
  expect(students.find(({ name }) => name === "without-3s")).toMatchObject({ omit: [3], hardWeight: 0 });
  expect(students.find(({ name }) => name === "only-7s-and-8s")).toMatchObject({ only: [7, 8], hardWeight: 0 });
});

test("resolveMnistSpec takes parts over defaults, and gives the same from what it gave", () => {
  const spec = resolveMnistSpec({ dataset: "digits", teacher: { epochs: 3 } }, { studentSeeds: [4] });
  expect(spec.teacher).toMatchObject({ hidden: [64, 64], epochs: 3 });
  expect(spec.studentSeeds).toEqual([4]);
  expect(resolveMnistSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
});

test("resolveMnistSpec says in one line what is wrong", () => {
  const call = (part: object) => expect(() => resolveMnistSpec(part as PartialMnistSpec));
  call({ teacher: { epochs: 0 } }).toThrow("spec: teacher.epochs: Too small: expected number to be >=1, got 0");
  call({ studentSeeds: [1, 1] }).toThrow("spec: studentSeeds: seeds must differ, got [1,1]");
  call({ students: [] }).toThrow("spec: students: Too small");
  const student = { name: "A B", table: "losses", hidden: [4], epochs: 1 };
  call({ students: [student] }).toThrow(
    'spec: students.0.name: must be of lower-case letters, digits, dots and hyphens, got "A B"',
  );
  const twice = { ...student, name: "a" };
  call({ students: [twice, twice] }).toThrow("spec: students: names must differ");
  call({ students: [{ ...twice, teacher: "shuffled", jitter: 2 }] }).toThrow(
    "spec: students: a shuffled teacher answers images as they are, without jitter",
  );
});

test("the published schema is the one that is checked", () => {
  const published = readFileSync(new URL("../../src/reproduce/mnist-spec.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(published)).toEqual(z.toJSONSchema(createMnistSchema(), { io: "input" }));
});
