import { expect, test } from "vitest";
import { datasetFromIdx } from "../src/dataset-from-idx.ts";
import { idxBytes } from "./idx-bytes.ts";

const images = idxBytes(0x08, [3, 1, 2], [1, 2, 3, 4, 5, 6]);
const labels = idxBytes(0x08, [3], [1, 0, 1]);

test("datasetFromIdx({images, labels}) gives images one channel and classes their numbers as names", () => {
  expect(datasetFromIdx({ images, labels })).toEqual({
    columns: {
      features: {
        values: Uint8Array.of(1, 2, 3, 4, 5, 6),
        shape: [1, 2, 1],
        transforms: [{ kind: "scale", version: 1, subtract: 0, divide: 255 }],
      },
    },
    targets: { kind: "classes", labels: Int32Array.of(1, 0, 1), classNames: ["0", "1"] },
    rows: Int32Array.of(0, 1, 2),
  });
});

test("datasetFromIdx takes channels, labels of other integer types, and class names", () => {
  const colour = idxBytes(0x08, [1, 1, 2, 3], [1, 2, 3, 4, 5, 6]);
  const dataset = datasetFromIdx({
    images: colour,
    labels: idxBytes(0x0c, [1], [0, 0, 0, 2]),
    classNames: ["a", "b", "c"],
  });
  expect(dataset).toMatchObject({
    columns: { features: { shape: [1, 2, 3] } },
    targets: { labels: Int32Array.of(2), classNames: ["a", "b", "c"] },
  });
});

test.each([
  [{ images, labels: idxBytes(0x08, [2], [1, 0]) }, "labels must have shape [3] (as images), got [2]"],
  [{ images, labels: images }, "labels must have shape [3] (as images), got [3, 1, 2]"],
  [
    { images: labels, labels },
    "images must be unsigned bytes of shape [count, height, width] or [count, height, width, channels], got Uint8Array elements of shape [3]",
  ],
  [
    { images: idxBytes(0x09, [1, 1, 1], [1]), labels },
    "images must be unsigned bytes of shape [count, height, width] or [count, height, width, channels], got Int8Array elements of shape [1, 1, 1]",
  ],
  [
    { images, labels: idxBytes(0x0d, [3], new Uint8Array(12)) },
    "labels must be integers, got Float32Array elements of shape [3]",
  ],
  [
    // 16 bytes that promise 2³¹ classes.
    {
      images: idxBytes(0x08, [2, 1, 1], [1, 2]),
      labels: idxBytes(0x0c, [2], [0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff]),
    },
    "the largest label must be an integer, at most 65535, got 2147483647",
  ],
])("datasetFromIdx refuses files that do not fit %#", (parts, message) => {
  expect(() => datasetFromIdx(parts)).toThrow(
    expect.objectContaining({ name: "ArgumentError", message: `datasetFromIdx: ${message}` }),
  );
});

test("datasetFromIdx refuses labels that have no class name", () => {
  expect(() => datasetFromIdx({ images, labels, classNames: ["zero"] })).toThrow(
    "createDataset: labels[0] must be an integer, at least -1 and below 1, got 1",
  );
});

test("datasetFromIdx says which file is damaged", () => {
  expect(() => datasetFromIdx({ images, labels: labels.subarray(0, 9) })).toThrow(
    new Error(
      "datasetFromIdx: labels: readIdx: the file is truncated: shape [3] at 1 byte an element takes 11 bytes, got 9",
    ),
  );
});
