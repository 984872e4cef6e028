import { createDataset, withVariances } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { answerCount } from "../../src/data/answer-count.ts";

test("a net answers with as many numbers as there are classes or outputs, and with twice as many where they have variances", () => {
  const columns = { x: { values: Float32Array.of(1), shape: [1] } };
  const numbers = createDataset({
    columns,
    targets: { kind: "numbers", values: Float32Array.of(1, 2), names: ["x", "y"] },
  });
  const targets = { kind: "several-classes", labels: Int8Array.of(1, 0, 0), classNames: ["a", "b", "c"] } as const;
  const several = createDataset({ columns, targets });
  expect([numbers, withVariances(numbers), several].map(answerCount)).toEqual([2, 4, 3]);
});
