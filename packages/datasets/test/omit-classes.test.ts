import fc from "fast-check";
import { expect, test } from "vitest";
import { omitClasses, onlyClasses } from "../src/omit-classes.ts";
import { selectRows } from "../src/select-rows.ts";
import { tinyDataset } from "./tiny-dataset.ts";

test("omitClasses(dataset, classes) drops those examples only, and shares storage", () => {
  const dataset = tinyDataset([0, 1, -1, 2, 1]);
  const view = omitClasses(dataset, [1]);
  expect(view.rows).toEqual(Int32Array.of(0, 2, 3));
  expect(view.columns).toBe(dataset.columns);
  expect(view.targets).toBe(dataset.targets);
});

test("onlyClasses(dataset, classes) keeps those examples only, and none without a label", () => {
  expect(onlyClasses(tinyDataset([0, 1, -1, 2, 1]), Int32Array.of(1, 2)).rows).toEqual(Int32Array.of(1, 3, 4));
});

test("omitClasses and onlyClasses part the labelled examples of any view", () => {
  const labels = fc.array(fc.integer({ min: -1, max: 2 }), { maxLength: 30 });
  fc.assert(
    fc.property(labels, fc.subarray([0, 1, 2]), (list, classes) => {
      const reversed = selectRows(tinyDataset(list), [...list.keys()].reverse());
      const kept = onlyClasses(reversed, classes).rows;
      const rest = omitClasses(reversed, classes).rows;
      expect([...kept, ...rest].sort((a, b) => a - b)).toEqual([...list.keys()]);
      expect([...kept]).toEqual([...reversed.rows].filter((row) => classes.includes(list[row]!)));
    }),
    { seed: 1 },
  );
});

test("omitClasses and onlyClasses refuse classes that there are not", () => {
  const dataset = tinyDataset([0]);
  expect(() => omitClasses(dataset, [0, 3])).toThrow(
    "omitClasses: classes[1] must be an integer, at least 0 and below 3, got 3",
  );
  expect(() => onlyClasses(dataset, [-1])).toThrow(
    "onlyClasses: classes[0] must be an integer, at least 0 and below 3, got -1",
  );
});
