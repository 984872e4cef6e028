import { expect, test } from "vitest";
import { createDataset, labelsOf, selectRows, withoutLabels } from "../src/index.ts";

const dataset = createDataset({
  features: new Uint8Array(4),
  labels: Int32Array.of(0, 1, 2, -1),
  exampleShape: [1],
  classNames: ["a", "b", "c"],
});

test("labelsOf(view) gives the labels in the view's order, and an array of its own", () => {
  const view = selectRows(dataset, [3, 1, 1]);
  const labels = labelsOf(view);
  expect(labels).toEqual(Int32Array.of(-1, 1, 1));
  labels.fill(7);
  expect(labelsOf(view)).toEqual(Int32Array.of(-1, 1, 1));
});

test("labelsOf(withoutLabels(dataset)) is -1 throughout", () => {
  expect(labelsOf(withoutLabels(dataset))).toEqual(Int32Array.of(-1, -1, -1, -1));
});
