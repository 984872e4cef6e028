import { expect, test } from "vitest";
import { batches, createDataset, scale, selectRows, withTargetScale } from "../src/index.ts";

const all = createDataset({
  columns: { x: { values: new Float32Array(2), shape: [1] } },
  targets: {
    ...{ kind: "numbers", names: ["price", "floors", "age"] },
    values: Float32Array.of(100, 2, 7, 300, 2, 9),
    known: Uint8Array.of(1, 1, 0, 1, 1, 0),
  },
});
const ALL = { batchSize: 4, order: "stored" } as const;

test("a scale replaces the one before, and one number is for all outputs", () => {
  const twice = withTargetScale(withTargetScale(all, scale({ divide: 9 })), scale({ subtract: 100, divide: 2 }));
  const [batch] = batches(selectRows(twice, [0]), ALL);
  expect(batch!.targets).toMatchObject({ values: Float32Array.of(0, -49, 0) });
});

test("other targets and scales are refused", () => {
  const none = createDataset({ columns: all.columns });
  const message = 'dataset must have targets of kind "numbers", got "none"';
  expect(() => withTargetScale(none, scale({}))).toThrow(`withTargetScale: ${message}`);
  expect(() => withTargetScale(all, scale({ subtract: [1, 2] }))).toThrow(
    "withTargetScale: scale.subtract must have 3 numbers (one for each output), got 2",
  );
  const wrong = { ...all.targets, scale: { divide: 2 } } as never;
  expect(() => createDataset({ columns: all.columns, targets: wrong })).toThrow(
    "createDataset: targets.scale must be a scale",
  );
});
