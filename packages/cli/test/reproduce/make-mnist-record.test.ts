import { generatedDigits } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { makeMnistRecord, mnistRecordLines } from "../../src/reproduce/make-mnist-record.ts";
import { resolveMnistSpec } from "../../src/reproduce/mnist-spec.ts";
import { mnistStages } from "../../src/reproduce/mnist-stages.ts";
import { TINY_MNIST } from "../fixtures/tiny-mnist.ts";

test("makeMnistRecord has a line for each net, and none for recorded answers", () => {
  const { train, test } = generatedDigits({ trainSize: 200, testSize: 100, seed: 1 });
  const spec = resolveMnistSpec(TINY_MNIST);
  const stages = mnistStages(spec);
  const results = new Map(stages.map(({ name }, index) => [name, { errors: index }]));
  const shared = { training: train, test, backend: "wasm" } as const;
  const record = makeMnistRecord(spec, shared, stages, { results, failures: new Map() }, "wasm 4");
  expect(record).not.toHaveProperty("failures");
  expect(record.nets).toHaveLength(2 + 2 + 18);
  const patient = record.nets.find(({ name, seed }) => name === "patient" && seed === 2);
  expect(patient).toMatchObject({
    ...{ role: "student", table: "patient", teacherSeed: 2, temperature: 20, architecture: "784-8-10" },
    errors: stages.findIndex(({ name }) => name === "patient-2"),
  });
  expect(record.nets.find(({ name }) => name === "without-3s")).toMatchObject({ omit: [3], only: [] });
  expect(record.examples.map(({ label }) => label)).toEqual(Array.from({ length: 20 }, (_, index) => index >> 1));
  expect(record.examples[0]).toMatchObject({ width: 28, height: 28 });

  results.delete("patient-2");
  const failures = new Map([["patient-2", new Error("out of luck")]]);
  const partial = makeMnistRecord(spec, shared, stages, { results, failures }, "wasm 4");
  expect(partial.nets).toEqual(record.nets.filter((net) => net !== patient));
  expect(partial.failures).toEqual([{ name: "patient-2", message: "out of luck" }]);

  const lines = mnistRecordLines(record)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(1 + record.nets.length);
  expect(lines[0]).toMatchObject({ kind: "run", spec: { studentSeeds: [1, 2, 3] }, backend: "wasm 4" });
  expect(lines.slice(1).every(({ kind }) => kind === "net")).toBe(true);
});
