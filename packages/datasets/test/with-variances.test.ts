import { expect, test } from "vitest";
import {
  batches,
  createDataset,
  scale,
  selectRows,
  withoutLabels,
  withTargetScale,
  withVariances,
} from "../src/index.ts";

const all = createDataset({
  columns: { x: { values: new Float32Array(2), shape: [1] } },
  targets: { kind: "numbers", names: ["price"], values: Float32Array.of(100, 300) },
});

test("variances are asked for in every view, and change no number", () => {
  const asked = withVariances(withTargetScale(all, scale({ divide: 100 })));
  for (const view of [asked, selectRows(asked, [1, 0]), withoutLabels(asked), withTargetScale(asked, scale({}))]) {
    expect(view.targets).toMatchObject({ variances: true });
  }
  const [batch] = batches(asked, { batchSize: 2, order: "stored" });
  expect(batch!.targets).toMatchObject({ values: Float32Array.of(1, 3), shape: [2, 1] });
  expect(createDataset({ columns: all.columns, targets: asked.targets }).targets).toEqual(asked.targets);
});

test("other targets and other values are refused", () => {
  expect(() => withVariances(createDataset({ columns: all.columns }))).toThrow(
    'withVariances: dataset must have targets of kind "numbers", got "none"',
  );
  const wrong = { ...all.targets, variances: 1 } as never;
  expect(() => createDataset({ columns: all.columns, targets: wrong })).toThrow(
    "createDataset: targets.variances must be true or false, got 1",
  );
});
