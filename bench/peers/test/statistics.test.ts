import { expect, it } from "vitest";
import { relativeDifference, speedRatio, spreadOf } from "../src/statistics.ts";

it("spreadOf(values) is the median and the quartiles, interpolated", () => {
  expect(spreadOf([5, 1, 3, 2, 4])).toEqual({ median: 3, lower: 2, upper: 4 });
  expect(spreadOf([1, 2])).toEqual({ median: 1.5, lower: 1.25, upper: 1.75 });
  expect(spreadOf([7])).toEqual({ median: 7, lower: 7, upper: 7 });
});

it("spreadOf(values) changes nothing and refuses nothing at all", () => {
  const values = Object.freeze([2, 1]);
  expect(spreadOf(values).median).toBe(1.5);
  expect(() => spreadOf([])).toThrow("spreadOf: values must not be empty");
});

it("speedRatio(subject, against) compares within rounds, so that a slow phase of the machine drops out", () => {
  const subject = [[1, 1, 1], [10, 10, 99], [1]];
  const against = [[2, 2, 2], [20, 20, 20], [2]];
  expect(speedRatio(subject, against)).toEqual({ median: 2, lower: 2, upper: 2 });
});

it("speedRatio(subject, against) is below 1 where the subject is slower", () => {
  expect(speedRatio([[4]], [[1]]).median).toBe(0.25);
});

it("relativeDifference(lists) is the largest one between corresponding numbers", () => {
  expect(relativeDifference([])).toBe(0);
  expect(relativeDifference([[1, 2]])).toBe(0);
  expect(
    relativeDifference([
      [1, 100],
      [1, 99],
      [1, 100],
    ]),
  ).toBeCloseTo(0.01, 12);
  expect(relativeDifference([[0], [0]])).toBe(0);
});

it("relativeDifference(lists) is infinite for NaN and for lists of different lengths", () => {
  expect(relativeDifference([[1, 2], [1]])).toBe(Number.POSITIVE_INFINITY);
  expect(relativeDifference([[1], [Number.NaN]])).toBe(Number.POSITIVE_INFINITY);
  expect(
    relativeDifference([
      [1, 2],
      [Number.NaN, 2],
    ]),
  ).toBe(Number.POSITIVE_INFINITY);
});
