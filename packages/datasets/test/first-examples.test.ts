import { expect, test } from "vitest";
import { createDataset, type FileDataset, firstExamples, selectRows } from "../src/index.ts";

const dataset = createDataset({ columns: { x: { values: Float32Array.of(1, 2, 3, 4), shape: [1] } } });

test("firstExamples are the first of a view in memory", () => {
  expect(firstExamples(selectRows(dataset, [3, 1, 2]), 2)).toEqual(selectRows(dataset, [3, 1]));
  expect(firstExamples(dataset, 9).rows).toEqual(dataset.rows);
});

test("firstExamples of files are those at hand, again and again", () => {
  const files = { ...dataset, storage: { sampled: 3 } } as unknown as FileDataset;
  const rows = selectRows(files, [3, 3, 2, 1, 0]);
  expect(firstExamples(rows, 4)).toEqual({ ...dataset, rows: Int32Array.of(0, 1, 2, 0) });
});
