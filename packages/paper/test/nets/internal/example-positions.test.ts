import { createDataset, selectRows } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { examplePositions } from "../../../src/nets/internal/example-positions.ts";

const dataset = createDataset({
  features: new Uint8Array(6),
  labels: Int32Array.of(1, 0, 1, 1, 0, -1),
  exampleShape: [1],
  classNames: ["a", "b", "c"],
});

test("examplePositions finds the first of each class, and of a view the positions within it", () => {
  expect(examplePositions(dataset)).toEqual([1, 4, 0, 2]);
  expect(examplePositions(selectRows(dataset, Int32Array.of(3, 4)), 1)).toEqual([1, 0]);
});
