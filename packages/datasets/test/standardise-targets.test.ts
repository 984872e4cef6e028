import { expect, test } from "vitest";
import { batches, createDataset, selectRows, standardiseTargets, withTargetScale } from "../src/index.ts";

const all = createDataset({
  columns: { x: { values: new Float32Array(4), shape: [1] } },
  targets: {
    ...{ kind: "numbers", names: ["price", "floors", "age"] },
    values: Float32Array.of(100, 2, 7, 300, 2, 9, 9e9, 2, 8, 500, 9, 1),
    known: Uint8Array.of(1, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1),
  },
});
const ALL = { batchSize: 4, order: "stored" } as const;

test("known targets of the view have mean 0 and variance 1; what is constant or unknown is not divided", () => {
  const fitted = standardiseTargets(selectRows(all, [0, 1, 2]));
  expect(fitted).toEqual({ kind: "scale", version: 1, subtract: [200, expect.closeTo(2, 12), 0], divide: [100, 1, 1] });
  const scaled = withTargetScale(all, fitted);
  const [batch] = batches(scaled, ALL);
  expect(batch!.targets).toEqual({
    ...{ kind: "numbers", shape: [4, 3], known: Uint8Array.of(1, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1) },
    values: Float32Array.of(-1, 0, 0, 1, 0, 0, 0, 0, 0, 3, 7, 1),
  });
  const { columns, targets } = scaled;
  expect(createDataset({ columns, targets }).targets).toEqual(targets);
  expect(targets).toMatchObject({ values: (all.targets as { values: Float32Array }).values });
});

test("other targets are refused", () => {
  expect(() => standardiseTargets(createDataset({ columns: all.columns }))).toThrow(
    'standardiseTargets: dataset must have targets of kind "numbers", got "none"',
  );
});
