import { describe, expect, test } from "vitest";
import { createDataset, kFolds, selectRows } from "../src/index.ts";

// 23 examples: 12 of class a, 6 of b, 2 of c, 3 without a label.
const labels = Int32Array.from({ length: 23 }, (_, id) => (id < 12 ? 0 : id < 18 ? 1 : id < 20 ? 2 : -1));
const dataset = createDataset({
  features: new Uint8Array(23),
  labels,
  exampleShape: [1],
  classNames: ["a", "b", "c"],
});
const sizes = (parts: ReturnType<typeof kFolds>) => parts.map(({ heldOut }) => heldOut.rows.length);

describe("kFolds(dataset, { folds, seed })", () => {
  test("holds each example out once, and trains on all others, in the order of the view", () => {
    for (const folds of [2, 3, 5, 23]) {
      const parts = kFolds(dataset, { folds, seed: 4 });
      expect(parts.length).toBe(folds);
      expect(parts.flatMap(({ heldOut }) => [...heldOut.rows]).sort((one, other) => one - other)).toEqual([
        ...dataset.rows,
      ]);
      for (const { training, heldOut } of parts) {
        expect([...training.rows]).toEqual([...dataset.rows].filter((id) => !heldOut.rows.includes(id)));
        expect([...heldOut.rows]).toEqual([...heldOut.rows].sort((one, other) => one - other));
      }
    }
  });

  test("has folds of nearly equal size, with nearly equal numbers of each class", () => {
    const parts = kFolds(dataset, { folds: 4, seed: 9 });
    expect(sizes(parts).sort()).toEqual([5, 6, 6, 6]);
    for (const label of [0, 1, 2, -1]) {
      const counts = parts.map(({ heldOut }) => heldOut.rows.filter((id) => labels[id] === label).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });

  test("is decided by the seed and the examples, not by their order, and keeps repeated ones together", () => {
    const rowsOf = (parts: ReturnType<typeof kFolds>) => parts.map(({ heldOut }) => new Set(heldOut.rows));
    const options = { folds: 3, seed: 2 };
    const backwards = selectRows(dataset, [...dataset.rows].reverse());
    expect(rowsOf(kFolds(backwards, options))).toEqual(rowsOf(kFolds(dataset, options)));
    expect(rowsOf(kFolds(dataset, { folds: 3, seed: 3 }))).not.toEqual(rowsOf(kFolds(dataset, options)));
    for (const { training, heldOut } of kFolds(selectRows(dataset, [1, 5, 1, 9, 1, 5]), { folds: 2, seed: 1 })) {
      expect(heldOut.rows.some((id) => training.rows.includes(id))).toBe(false);
      expect(training.rows.length + heldOut.rows.length).toBe(6);
    }
  });

  test("refuses folds that cannot be", () => {
    expect(() => kFolds(dataset, { folds: 1, seed: 1 })).toThrow("kFolds: folds must be an integer");
    expect(() => kFolds(dataset, { folds: 24, seed: 1 })).toThrow(
      "kFolds: folds must be at most 23 (the examples), got 24",
    );
    expect(() => kFolds(dataset, { folds: 2, seed: -1 })).toThrow("kFolds: seed must be an integer");
  });
});
