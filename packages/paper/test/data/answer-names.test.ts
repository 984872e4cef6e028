import { createDataset, type Targets } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { answerNames } from "../../src/data/answer-names.ts";

test("answerNames names classes, one or several for each example, and outputs of numbers", () => {
  const columns = { x: { values: Float32Array.of(1), shape: [1] } };
  const of = (targets: Targets) => answerNames(createDataset({ columns, targets }));
  expect(of({ kind: "classes", labels: Int32Array.of(0), classNames: ["cat", "dog"] })).toEqual(["cat", "dog"]);
  expect(of({ kind: "several-classes", labels: Int8Array.of(1, 0), classNames: ["a", "b"] })).toEqual(["a", "b"]);
  expect(of({ kind: "numbers", values: Float32Array.of(1, 2), names: ["price", "rent"] })).toEqual(["price", "rent"]);
});
