import { expect, test } from "vitest";
import { resolveDistillSpec } from "../../src/distill/distill-spec.ts";

test("data of one's own replaces a dataset, with nets for rows of a table", () => {
  const spec = resolveDistillSpec({ data: { path: "letters.csv", label: "letter" } });
  expect(spec).not.toHaveProperty("dataset");
  expect(spec).toMatchObject({ student: { kind: "mlp", hidden: [64], jitter: 0 }, teacher: { jitter: 0 } });
  expect(resolveDistillSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
});

test.each([
  [{ data: { path: "a.csv" } }, "spec: data.label must name the column of the classes, got nothing"],
  [{ data: { label: "a" } }, "spec: data.path must be a string, got nothing"],
  [{ data: { path: "a.doc", label: "a" } }, "spec: data.path must be a table (.csv, "],
  [{ data: { path: "a.csv", label: "a", test: "b" } }, "spec: data.test must be a table (.csv, "],
  [
    { dataset: "mnist", data: { path: "a.csv", label: "a" } },
    'spec: dataset must be left out where there is data of your own, got "mnist"',
  ],
  [{ data: { path: "a.csv", label: "a", lable: "b" } }, "spec: data.lable is not a field (did you mean label?)"],
])("%o is refused", (given, message) => {
  expect(() => resolveDistillSpec(given)).toThrow(message);
});
