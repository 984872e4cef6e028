import { expect, test } from "vitest";
import { createDataset, inputShape, meanExample } from "../src/index.ts";
import { tinyImages } from "./tiny-dataset.ts";

test("inputShape(dataset) is the shape of one example", () => {
  expect(inputShape(tinyImages(2, 3, 4))).toEqual([3, 4, 1]);
});

test("inputShape and meanExample need one column of examples of one shape", () => {
  const column = { values: new Float32Array(2), shape: [1] };
  const two = createDataset({ columns: { a: column, b: column } });
  expect(() => inputShape(two)).toThrow(
    "inputShape: dataset must have one column of examples of one shape, got the columns a, b",
  );
  const words = createDataset({ columns: { words: { ...column, shape: [], offsets: Int32Array.of(0, 2) } } });
  expect(() => meanExample(words)).toThrow(
    "meanExample: dataset must have one column of examples of one shape, got sequences",
  );
});
