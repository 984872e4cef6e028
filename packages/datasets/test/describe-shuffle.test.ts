import { expect, test } from "vitest";
import { createDataset, describeShuffle, type FileDataset, selectRows } from "../src/index.ts";

/** Row groups of 5, 0, 3, 4 and 1 examples of two bytes. */
function withCache(cacheBytes: number): FileDataset {
  const dataset = createDataset({ columns: { x: { values: new Float32Array(13), shape: [1] } } });
  const storage = { starts: Int32Array.of(0, 5, 5, 8, 12, 13), bytesPerExample: 2, cacheBytes };
  return { ...dataset, storage } as unknown as FileDataset;
}

test.each([
  [26, { isFull: true, groups: 4, mixed: 4, share: 1 }],
  [25, { isFull: false, groups: 4, mixed: 2, share: 1 / 2 }],
  [10, { isFull: false, groups: 4, mixed: 1, share: 1 / 4 }],
])("describeShuffle counts what a cache of %i bytes mixes", (cacheBytes, expected) => {
  expect(describeShuffle(withCache(cacheBytes))).toMatchObject(expected);
});

test("describeShuffle counts the row groups of the view, in any order", () => {
  expect(describeShuffle(selectRows(withCache(8), [12, 7, 12]))).toMatchObject({ isFull: true, groups: 2 });
  expect(describeShuffle(selectRows(withCache(10), [12, 7, 0]))).toMatchObject({ isFull: false, groups: 3, mixed: 1 });
  expect(describeShuffle(selectRows(withCache(10), []))).toMatchObject({ isFull: true, groups: 0 });
});
