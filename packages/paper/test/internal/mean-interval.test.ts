import { expect, test } from "vitest";
import { meanInterval } from "../../src/internal/mean-interval.ts";

test("meanInterval is the mean with t times the standard error", () => {
  // 1 … 5: mean 3, s = √2.5, t of four degrees 2.7764: 2.7764 · √(2.5 / 5).
  const { mean, margin } = meanInterval([1, 2, 3, 4, 5]);
  expect(mean).toBe(3);
  expect(margin).toBeCloseTo(1.9632, 4);
  expect(meanInterval([4]).margin).toBeUndefined();
});

test.each([
  [12, 2.201],
  [31, 2.0423],
  [1001, 1.9623],
])("of %i values t is %f", (count, t) => {
  // Half of them −1 and 1: s = √(n / (n − 1)).
  const values = Array.from({ length: count }, (_, index) => (index % 2 === 0 ? -1 : 1));
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1));
  expect((meanInterval(values).margin! * Math.sqrt(count)) / spread).toBeCloseTo(t, 3);
});
