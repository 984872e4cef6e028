import { expect, test } from "vitest";
import { batches } from "../src/batches.ts";
import { createDataset } from "../src/create-dataset.ts";
import { labelsOf } from "../src/labels-of.ts";
import { selectRows } from "../src/select-rows.ts";
import type { Targets } from "../src/targets.ts";
import { withoutLabels } from "../src/without-labels.ts";
import { tinyDataset } from "./tiny-dataset.ts";

test("withoutLabels(view) keeps inputs and ids, and leaves the original's labels alone", () => {
  const view = selectRows(tinyDataset([0, 1, 2]), [2, 0]);
  const unlabelled = withoutLabels(view);
  expect(labelsOf(unlabelled)).toEqual(Int32Array.of(-1, -1));
  expect(unlabelled.rows).toBe(view.rows);
  expect(unlabelled.columns).toBe(view.columns);
  expect(labelsOf(view)).toEqual(Int32Array.of(2, 0));
});

const classNames = ["a", "b"];

test.each<[Targets, object]>([
  [
    { kind: "several-classes", classNames, labels: Int8Array.of(1, 0, -1, 1) },
    { labels: Int32Array.of(-1, -1, -1, -1) },
  ],
  [
    { kind: "positions", classNames, shape: [3], ignored: 255, labels: Uint8Array.of(0, 1, 255, 1, 1, 0) },
    { labels: new Int32Array(6).fill(-1) },
  ],
  [
    { kind: "numbers", names: ["x"], values: Float32Array.of(3, 4) },
    { values: Float32Array.of(0, 0), known: Uint8Array.of(0, 0) },
  ],
  [{ kind: "none" }, {}],
])("withoutLabels of %o knows nothing", (targets, wanted) => {
  const dataset = createDataset({ columns: { x: { values: new Float32Array(2), shape: [1] } }, targets });
  const [batch] = batches(withoutLabels(dataset), { batchSize: 2, order: "stored" });
  expect(batch!.targets).toMatchObject({ kind: targets.kind, ...wanted });
});
