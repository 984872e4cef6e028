import { expect, test } from "vitest";
import { defaultNets } from "../../src/nets/default-nets.ts";

test.each([
  [{}, { hidden: [400, 400] }, { hidden: [100, 100] }],
  [{ dataset: "mnist" }, { hidden: [1200, 1200] }, { hidden: [800, 800] }],
  [{ data: { path: "a.csv" } }, { hidden: [512, 512] }, { hidden: [64] }],
  [{ data: { path: "images" } }, { kind: "cnn", filters: [32, 64] }, { kind: "cnn", filters: [16, 32] }],
  [
    { data: { path: "a.csv", text: "a" }, student: { kind: "lstm" } },
    { kind: "lstm", recurrent: [128], optimizer: "adam" },
    { kind: "lstm", recurrent: [32] },
  ],
  [
    { data: { path: "a.csv", text: "a" }, teacher: { kind: "gru", recurrent: [64] } },
    { kind: "gru", embedding: 64 },
    { kind: "gru", recurrent: [32] },
  ],
  // Only texts are read word by word.
  [{ data: { path: "a.csv" }, student: { kind: "gru" } }, { hidden: [512, 512] }, { kind: "gru", epochs: 60 }],
  // Wrong until the schema has looked at it.
  [{ data: {} }, { hidden: [512, 512] }, { hidden: [64] }],
] as const)("%o has its nets", (given, teacher, student) => {
  expect(defaultNets(given as never)).toMatchObject({ teacher, student });
});

test("a net of another kind takes the settings of training, one from a file none", () => {
  const { teacher, student } = defaultNets({ teacher: { kind: "file", path: "m.json" }, student: { kind: "cnn" } });
  expect(teacher).toEqual({ kind: "file" });
  expect(student).toEqual({ kind: "cnn", epochs: 60, batchSize: 32, learningRate: 0.03 });
});

test("nets that give variances learn with Adam, others of numbers without", () => {
  const data = { path: "a.csv", label: "y", task: "numbers" as const };
  expect(defaultNets({ data: { ...data, variances: true } })).toMatchObject({
    teacher: { hidden: [512, 512], optimizer: "adam", dropout: 0 },
    student: { hidden: [64], optimizer: "adam" },
  });
  expect(defaultNets({ data }).teacher).not.toHaveProperty("optimizer");
  expect(defaultNets({ data: { ...data, variances: false } }).student).not.toHaveProperty("optimizer");
});
