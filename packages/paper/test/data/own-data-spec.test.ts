import { expect, test } from "vitest";
import { resolveDistillSpec } from "../../src/distill/distill-spec.ts";

test("data of one's own replaces a dataset, with nets for rows of a table", () => {
  const spec = resolveDistillSpec({ data: { path: "letters.csv", label: "letter" } });
  expect(spec).not.toHaveProperty("dataset");
  expect(spec).toMatchObject({ student: { kind: "mlp", hidden: [64], jitter: 0 }, teacher: { jitter: 0 } });
  expect(resolveDistillSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
});

test("texts of one's own have embeddings, unless another kind is asked for", () => {
  const { student, teacher } = resolveDistillSpec({
    data: { path: "a.csv", label: "a", text: "b" },
    student: { kind: "mlp", hidden: [8] },
  });
  expect(student).toMatchObject({ kind: "mlp", hidden: [8] });
  expect(student).not.toHaveProperty("units");
  expect(teacher).toMatchObject({ kind: "embedding", units: 256 });
});

test("nets of numbers have no dropout and learn slowly", () => {
  const spec = resolveDistillSpec({ data: { path: "a.csv", label: "a", task: "numbers" }, student: { hidden: [8] } });
  expect(spec.data!.label).toEqual(["a"]);
  expect(spec.teacher).toMatchObject({ hidden: [512, 512], dropout: 0, learningRate: 0.01 });
  expect(spec.student).toMatchObject({ hidden: [8], learningRate: 0.02, epochs: 60 });
});

test("images of one's own have convolutional nets, unless another kind is asked for", () => {
  const { student, teacher } = resolveDistillSpec({
    data: { path: "images" },
    student: { kind: "mlp", hidden: [8] },
    teacher: { epochs: 2 },
  });
  expect(student).toMatchObject({ kind: "mlp", hidden: [8], epochs: 30 });
  expect(teacher).toMatchObject({ kind: "cnn", filters: [32, 64], epochs: 2 });
});

test.each([
  [{ data: { path: "a.csv" } }, "spec: data.label must name the column of the classes or numbers, got nothing"],
  [{ data: { label: "a" } }, "spec: data.path must be a string, got nothing"],
  [{ data: { path: "a", label: "a" } }, 'spec: data.label must be left out for a directory, got "a"'],
  [{ data: { path: "a.csv", label: "a", test: "b" } }, "spec: data.test must be a table if the data is one"],
  [
    { data: { path: "a.csv", label: "a", variances: true } },
    'spec: data.variances must be left out unless the task is "numbers", got true',
  ],
  [{ data: { path: "a", weight: "a" } }, 'spec: data.weight must be left out for a directory, got "a"'],
  [{ data: { path: "a", text: "a" } }, 'spec: data.text must be left out for a directory, got "a"'],
  [{ data: { path: "a.csv", label: "a", textFeatures: 99 } }, "spec: data.textFeatures must be left out without text"],
  [{ data: { path: "a.csv", label: "a", imageSize: 9 } }, "spec: data.imageSize must be left out for a table, got 9"],
  [
    { dataset: "mnist", data: { path: "a.csv", label: "a" } },
    'spec: dataset must be left out where there is data of your own, got "mnist"',
  ],
  [{ data: { path: "a.csv", label: "a", lable: "b" } }, "spec: data.lable is not a field (did you mean label?)"],
])("%o is refused", (given, message) => {
  expect(() => resolveDistillSpec(given)).toThrow(message);
});
