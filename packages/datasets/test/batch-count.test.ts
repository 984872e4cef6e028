import { expect, test } from "vitest";
import { batchCount } from "../src/batch-count.ts";
import { tinyDataset } from "./tiny-dataset.ts";

test.each([
  [0, 2, 0, 0],
  [4, 2, 2, 2],
  [5, 2, 3, 2],
  [1, 8, 1, 0],
])("batchCount of %d examples in batches of %d is %d, and %d without the remainder", (size, batchSize, all, full) => {
  const dataset = tinyDataset(new Array(size).fill(0));
  expect(batchCount(dataset, { batchSize })).toBe(all);
  expect(batchCount(dataset, { batchSize, dropRemainder: true })).toBe(full);
});

test("batchCount refuses a batch size below 1", () => {
  expect(() => batchCount(tinyDataset([0]), { batchSize: 0 })).toThrow(
    "batchCount: batchSize must be an integer, at least 1, got 0",
  );
});
