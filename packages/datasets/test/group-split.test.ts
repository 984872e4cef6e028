import fc from "fast-check";
import { expect, test } from "vitest";
import { createDataset, groupSplit, groupsOf, readCsv, selectRows } from "../src/index.ts";

const of = (count: number) => createDataset({ columns: { x: { values: new Float32Array(count), shape: [1] } } });

test("groupSplit parts any view, no group in both parts, and selects no more than asked for", () => {
  const cases = fc.tuple(fc.array(fc.nat(6), { minLength: 1, maxLength: 40 }), fc.nat(40), fc.nat());
  fc.assert(
    fc.property(cases, ([list, wanted, seed]) => {
      const groups = Int32Array.from(list);
      const size = Math.min(wanted, list.length);
      const { selected, rest } = groupSplit(of(list.length), { groups, size, seed });
      expect(selected.rows.length).toBeLessThanOrEqual(size);
      expect([...selected.rows, ...rest.rows].sort((a, b) => a - b)).toEqual([...list.keys()]);
      const own = new Set([...selected.rows].map((row) => groups[row]));
      expect([...rest.rows].some((row) => own.has(groups[row]))).toBe(false);
      // No group of the rest would have fitted too.
      const counts = [...rest.rows].map((row) => list.filter((group) => group === groups[row]).length);
      expect(Math.min(Infinity, ...counts)).toBeGreaterThan(size - selected.rows.length);
    }),
    { seed: 1 },
  );
});

test("groupSplit depends on the seed, not on the order of the view", () => {
  const groups = Int32Array.from({ length: 60 }, (_, row) => row % 12);
  const all = of(60);
  const idsOf = (seed: number, view = all) => [...groupSplit(view, { groups, size: 20, seed }).selected.rows].sort();
  expect(idsOf(1)).not.toEqual(idsOf(2));
  expect(idsOf(1, selectRows(all, [...all.rows].reverse()))).toEqual(idsOf(1));
});

test("groupsOf numbers the cells of a column", () => {
  const table = readCsv("who,x\nann,1\n bob,2\nbob,3\n");
  expect(groupsOf(table, "who")).toEqual(Int32Array.of(0, 1, 1));
  expect(() => groupsOf(table, "speaker")).toThrow('groupsOf: column must be one of who, x, got "speaker"');
});

test("groupSplit refuses groups and sizes that do not fit", () => {
  const options = { groups: new Int32Array(2), size: 1, seed: 1 };
  expect(() => groupSplit(of(3), options)).toThrow(
    "groupSplit: groups must be an Int32Array of length 3 (the stored examples), got 2",
  );
  expect(() => groupSplit(of(2), { ...options, size: 3 })).toThrow(
    "groupSplit: size must be an integer, at least 0 and at most 2, got 3",
  );
});
