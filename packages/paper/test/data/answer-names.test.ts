import { createDataset } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { answerNames } from "../../src/data/answer-names.ts";

test("a net answers with the classes of a dataset, or with its numbers", () => {
  const columns = { x: { values: Float32Array.of(1), shape: [1] } };
  const numbers = createDataset({
    columns,
    targets: { kind: "numbers", values: Float32Array.of(1, 2), names: ["x", "y"] },
  });
  const targets = { kind: "several-classes", labels: Int8Array.of(1, 0), classNames: ["a", "b"] } as const;
  expect([numbers, createDataset({ columns, targets })].map(answerNames)).toEqual([
    ["x", "y"],
    ["a", "b"],
  ]);
});
