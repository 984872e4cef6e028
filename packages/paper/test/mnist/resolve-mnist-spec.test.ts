import { expect, test } from "vitest";
import type { SpecParts } from "../../src/experiment.ts";
import { MNIST_TABLES } from "../../src/mnist/internal/mnist-table-names.ts";
import { baselineOf, resolveMnistSpec } from "../../src/mnist/resolve-mnist-spec.ts";
import { TINY_MNIST } from "../fixtures/tiny-mnist.ts";

test("the default has every student of the paper's section 3, each with a name of its own", () => {
  const { students, teacher } = resolveMnistSpec();
  expect(teacher).toMatchObject({ kind: "mlp", hidden: [1200, 1200] });
  expect(new Set(students.map(({ table }) => table))).toEqual(new Set(MNIST_TABLES));
  const sweep = students.filter(({ table }) => table === "temperature");
  expect(sweep.map((student) => [(student as { hidden: number[] }).hidden[0], student.temperature])).toEqual(
    [800, 300, 30].flatMap((width) => [1, 2, 2.5, 3, 4, 8, 12, 20, 40].map((temperature) => [width, temperature])),
  );
  expect(students.find(({ name }) => name === "without-3s")).toMatchObject({ omit: [3], hardWeight: 0 });
  expect(students.find(({ name }) => name === "only-7s-and-8s")).toMatchObject({ only: [7, 8], hardWeight: 0 });
});

test("parts go over defaults, and the result gives itself again", () => {
  const spec = resolveMnistSpec({ dataset: "digits", teacher: { epochs: 3 } }, { studentSeeds: [4] });
  expect(spec.teacher).toMatchObject({ hidden: [64, 64], epochs: 3 });
  expect(spec.studentSeeds).toEqual([4]);
  expect(resolveMnistSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
});

test("some tables have their students and the one on labels, whatever it is called", () => {
  const [hard, ...others] = TINY_MNIST.students;
  const students = [{ ...hard!, name: "baseline" }, ...others];
  const spec = resolveMnistSpec({ ...TINY_MNIST, students, tables: ["patient", "teachers"] });
  expect(spec.students.map(({ name }) => name)).toEqual(["baseline", "patient", "arithmetic-mean"]);
  expect(spec).not.toHaveProperty("tables");
  expect(baselineOf(spec)!.name).toBe("baseline");
});

const student = { name: "a", table: "losses", hidden: [4], epochs: 1 };

test.each([
  [{ teacher: { epochs: 0 } }, "spec: teacher.epochs must be at least 1, got 0"],
  [{ studentSeeds: [1, 1] }, "spec: studentSeeds must be different seeds, got [1,1]"],
  [{ students: [] }, "spec: students must have at least 1 element, got []"],
  [
    { students: [{ ...student, name: "A B" }] },
    'spec: students.0.name must consist of lower-case letters, digits, dots and hyphens, got "A B"',
  ],
  [{ students: [student, student] }, "spec: students must have different names, got "],
  [
    { students: [{ ...student, teacher: "labels", smoothing: 0.1, entropyWeight: 0.1 }] },
    "spec: students must have either smoothed labels or a confidence penalty, not both, got ",
  ],
  [
    { students: [{ ...student, teacher: "shuffled", jitter: 2 }] },
    "spec: students must have no jitter with a shuffled teacher, which answers images as they are, got ",
  ],
  [{ tables: ["speech"] }, "spec: tables.0 must be one of section-3, temperature, "],
  [{ holdOut: 1.5 }, "spec: holdOut must be a whole number, got 1.5"],
] as [SpecParts, string][])("%o is refused", (given, message) => {
  expect(() => resolveMnistSpec(given)).toThrow(message);
});
