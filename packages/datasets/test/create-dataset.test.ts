import { expect, test } from "vitest";
import { createDataset, type DatasetParts } from "../src/create-dataset.ts";

const parts: DatasetParts = {
  features: Uint8Array.of(1, 2, 3, 4, 5, 6),
  labels: Int32Array.of(0, 1, -1),
  exampleShape: [2, 1],
  classNames: ["a", "b"],
};

test("createDataset(parts) holds every example in stored order and copies nothing", () => {
  const dataset = createDataset(parts);
  expect(dataset.features).toBe(parts.features);
  expect(dataset.labels).toBe(parts.labels);
  expect(dataset.rows).toEqual(Int32Array.of(0, 1, 2));
  expect(dataset.exampleShape).toEqual([2, 1]);
  expect(dataset.classNames).toEqual(["a", "b"]);
});

test("createDataset(parts) accepts no examples", () => {
  expect(createDataset({ ...parts, features: new Uint8Array(), labels: new Int32Array() }).rows).toHaveLength(0);
});

test.each<[Partial<DatasetParts>, string]>([
  [{ features: new Uint8Array(5) }, "features must have length 6 (3 labels, examples of shape [2, 1]), got 5"],
  [{ exampleShape: [] }, "exampleShape must have at least one axis, got []"],
  [{ exampleShape: [2, 0] }, "exampleShape[1] must be an integer, at least 1, got 0"],
  [{ exampleShape: [1.5] }, "exampleShape[0] must be an integer, at least 1, got 1.5"],
  [{ classNames: [] }, "classNames must name at least one class, got 0"],
  [{ labels: Int32Array.of(0, 2, 0) }, "labels[1] must be an integer, at least -1 and below 2, got 2"],
  [{ labels: Int32Array.of(0, 0, -2) }, "labels[2] must be an integer, at least -1 and below 2, got -2"],
])("createDataset(%o) is refused", (wrong, message) => {
  expect(() => createDataset({ ...parts, ...wrong })).toThrow(
    expect.objectContaining({ name: "ArgumentError", message: `createDataset: ${message}` }),
  );
});
