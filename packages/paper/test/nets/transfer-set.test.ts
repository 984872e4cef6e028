import { classCounts, datasetSize, generatedDigits } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { transferSetOf } from "../../src/nets/transfer-set.ts";

const { train } = generatedDigits({ trainSize: 200, testSize: 10, seed: 1 });
const present = (spec: Parameters<typeof transferSetOf>[1]) =>
  Array.from(classCounts(transferSetOf(train, spec)), (count, label) => (count > 0 ? label : -1)).filter(
    (label) => label >= 0,
  );

test("transferSetOf is all of it, a share, a number, without classes, of classes only", () => {
  expect(transferSetOf(train, {}).rows).toEqual(train.rows);
  expect(datasetSize(transferSetOf(train, { share: 0.1 }))).toBe(20);
  expect(datasetSize(transferSetOf(train, { share: 0.001 }))).toBe(1);
  expect(datasetSize(transferSetOf(train, { size: 33 }))).toBe(33);
  expect(present({ omit: [3, 5] })).toEqual([0, 1, 2, 4, 6, 7, 8, 9]);
  expect(present({ only: [7, 8], size: 12 })).toEqual([7, 8]);
});

test("a part is the same every time, and its examples keep their ids", () => {
  const [one, other] = [transferSetOf(train, { size: 20 }), transferSetOf(train, { share: 0.1 })];
  expect(one.rows).toEqual(other.rows);
  expect(Array.from(one.rows).every((id) => train.rows.includes(id))).toBe(true);
});

test.each([
  [{ omit: [10] }, "spec: omit must name classes from 0 to 9, got 10"],
  [{ only: [1, 12] }, "spec: only must name classes from 0 to 9, got 12"],
  [{ omit: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }, "spec: omit must leave examples in the transfer set, got none"],
  [{ size: 201 }, "spec: transferSize must be at most 200, got 201"],
])("transferSetOf refuses %o", (spec, message) => {
  expect(() => transferSetOf(train, spec)).toThrow(message);
});

test("transferSetOf repeats a share in one epoch", () => {
  const { rows } = transferSetOf(train, { share: 0.1 });
  expect(transferSetOf(train, { share: 0.1, repeat: 2 }).rows).toEqual(Int32Array.of(...rows, ...rows));
});
