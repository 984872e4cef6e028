import fc from "fast-check";
import { expect, test } from "vitest";
import { classCounts } from "../src/class-counts.ts";
import { stratifiedSplit, stratifiedSubset } from "../src/stratified-split.ts";
import { tinyDataset } from "./tiny-dataset.ts";

test("stratifiedSplit(dataset, {size}) shares out by largest remainder", () => {
  // Quotas of 4 out of 5 + 3 + 2: 2, 1.2 and 0.8; rounded down 2, 1, 0; the missing one goes to 0.8.
  const dataset = tinyDataset([0, 1, 0, 2, 0, 1, 0, 2, 1, 0]);
  const { selected, rest } = stratifiedSplit(dataset, { size: 4, seed: 3 });
  expect(classCounts(selected)).toEqual(Int32Array.of(2, 1, 1));
  expect(classCounts(rest)).toEqual(Int32Array.of(3, 2, 1));
});

test("stratifiedSplit gives equal remainders to the lower class first", () => {
  const { selected } = stratifiedSplit(tinyDataset([2, 2, 1, 1, 0, 0]), { size: 2, seed: 0 });
  expect(classCounts(selected)).toEqual(Int32Array.of(1, 1, 0));
});

test("stratifiedSplit parts any view in order, within one of every class's share", () => {
  const labels = fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 1, maxLength: 60 });
  const cases = labels.chain((list) =>
    fc.tuple(fc.constant(list), fc.integer({ min: 0, max: list.length }), fc.nat({ max: 1000 })),
  );
  fc.assert(
    fc.property(cases, ([list, size, seed]) => {
      const dataset = tinyDataset(list);
      const { selected, rest } = stratifiedSplit(dataset, { size, seed });
      expect(selected.rows).toHaveLength(size);
      expect([...selected.rows]).toEqual([...selected.rows].sort((a, b) => a - b));
      expect([...selected.rows, ...rest.rows].sort((a, b) => a - b)).toEqual([...list.keys()]);
      const whole = classCounts(dataset);
      classCounts(selected).forEach((count, label) => {
        expect(Math.abs(count - (size * whole[label]!) / list.length)).toBeLessThan(1);
      });
    }),
    { seed: 1 },
  );
});

test("stratifiedSplit depends on the seed alone, and differs between seeds", () => {
  const dataset = tinyDataset(Array.from({ length: 90 }, (_, row) => row % 3));
  const select = (seed: number) => [...stratifiedSplit(dataset, { size: 30, seed }).selected.rows];
  expect(select(1)).toEqual(select(1));
  expect(select(1)).not.toEqual(select(2));
});

test("stratifiedSplit shares storage", () => {
  const dataset = tinyDataset([0, 1, 2]);
  const { selected, rest } = stratifiedSplit(dataset, { size: 1, seed: 1 });
  for (const part of [selected, rest]) {
    expect(part.columns).toBe(dataset.columns);
    expect(part.targets).toBe(dataset.targets);
  }
});

test("stratifiedSubset(dataset, options) is the selected part of the split", () => {
  const dataset = tinyDataset([0, 1, 2, 0, 1, 2, 0, 1, 2]);
  const options = { size: 5, seed: 8 };
  expect(stratifiedSubset(dataset, options)).toEqual(stratifiedSplit(dataset, options).selected);
});

test("stratifiedSplit and stratifiedSubset refuse sizes and seeds out of range", () => {
  const dataset = tinyDataset([0, 1]);
  expect(() => stratifiedSplit(dataset, { size: 3, seed: 0 })).toThrow(
    "stratifiedSplit: size must be an integer, at least 0 and at most 2, got 3",
  );
  expect(() => stratifiedSubset(dataset, { size: 1, seed: -1 })).toThrow(
    "stratifiedSubset: seed must be an integer, at least 0, got -1",
  );
});
