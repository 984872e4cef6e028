import { expect, test } from "vitest";
import { jitterShift } from "../src/jitter-shift.ts";

test("jitterShift(augmentationSeed, id, jitter) gives all (2 · jitter + 1)² shifts equally often", () => {
  const draws = 25_000;
  const counts = new Map<string, number>();
  for (let id = 0; id < draws; id++) {
    const { down, right } = jitterShift(5, id, 2);
    counts.set(`${down},${right}`, (counts.get(`${down},${right}`) ?? 0) + 1);
  }
  const wanted = [-2, -1, 0, 1, 2].flatMap((down) => [-2, -1, 0, 1, 2].map((right) => `${down},${right}`));
  expect([...counts.keys()].sort()).toEqual(wanted.sort());
  // Pearson's χ² with 24 degrees of freedom: above 51.2 once in a thousand seeds.
  const expected = draws / 25;
  const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  expect(chiSquared).toBeLessThan(51.2);
});

test("jitterShift depends on seed and id", () => {
  const shifts = (seed: number) => Array.from({ length: 50 }, (_, id) => jitterShift(seed, id, 3));
  expect(shifts(7)).toEqual(shifts(7));
  expect(shifts(7)).not.toEqual(shifts(8));
});

test("jitterShift is none for the augmentation seed 0 and for a jitter of 0", () => {
  for (let id = 0; id < 20; id++) {
    expect(jitterShift(0, id, 2)).toEqual({ down: 0, right: 0 });
    expect(jitterShift(3, id, 0)).toEqual({ down: 0, right: 0 });
  }
});

test.each([
  [-1, 0, 0, "augmentationSeed must be an integer, at least 0, got -1"],
  [0, 0.5, 0, "id must be an integer, at least 0, got 0.5"],
  [0, 0, 1001, "jitter must be an integer, at least 0 and at most 1000, got 1001"],
])("jitterShift(%d, %d, %d) is refused", (seed, id, jitter, message) => {
  expect(() => jitterShift(seed, id, jitter)).toThrow(`jitterShift: ${message}`);
});
