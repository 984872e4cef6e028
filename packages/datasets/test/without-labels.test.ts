import { expect, test } from "vitest";
import { selectRows } from "../src/select-rows.ts";
import { withoutLabels } from "../src/without-labels.ts";
import { tinyDataset } from "./tiny-dataset.ts";

test("withoutLabels(view) keeps features and ids, and leaves the original's labels alone", () => {
  const view = selectRows(tinyDataset([0, 1, 2]), [2, 0]);
  const unlabelled = withoutLabels(view);
  expect(unlabelled.labels).toEqual(Int32Array.of(-1, -1, -1));
  expect(unlabelled.rows).toBe(view.rows);
  expect(unlabelled.features).toBe(view.features);
  expect(view.labels).toEqual(Int32Array.of(0, 1, 2));
});
