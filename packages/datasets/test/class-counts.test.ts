import { expect, test } from "vitest";
import { classCounts, datasetSize } from "../src/class-counts.ts";
import { selectRows } from "../src/select-rows.ts";
import { tinyDataset } from "./tiny-dataset.ts";

test("classCounts(dataset) counts the labels of the view and leaves out examples without one", () => {
  const dataset = tinyDataset([2, 0, 2, -1, 2]);
  expect(classCounts(dataset)).toEqual(Int32Array.of(1, 0, 3));
  expect(classCounts(selectRows(dataset, [0, 3]))).toEqual(Int32Array.of(0, 0, 1));
});

test("datasetSize(dataset) is the size of the view, not of the storage", () => {
  const dataset = tinyDataset([2, 0, -1]);
  expect(datasetSize(dataset)).toBe(3);
  expect(datasetSize(selectRows(dataset, [2]))).toBe(1);
});
