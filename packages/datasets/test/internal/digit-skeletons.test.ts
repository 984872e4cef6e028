import { expect, test } from "vitest";
import { DIGIT_SKELETONS } from "../../src/internal/digit-skeletons.ts";

test("DIGIT_SKELETONS has several ways to write each of ten digits", () => {
  expect(DIGIT_SKELETONS).toHaveLength(10);
  for (const skeletons of DIGIT_SKELETONS) expect(skeletons.length).toBeGreaterThanOrEqual(3);
});

test("DIGIT_SKELETONS are strokes of two points or more within the box, which each digit fills", () => {
  for (const skeleton of DIGIT_SKELETONS.flat()) {
    for (const stroke of skeleton) expect(stroke.length).toBeGreaterThanOrEqual(2);
    const points = skeleton.flat();
    for (const { x, y } of points) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(1);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(1);
    }
    const heights = points.map(({ y }) => y);
    expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(0.9);
  }
});

test("DIGIT_SKELETONS tell curves from corners", () => {
  const [plainOne, flaggedOne] = DIGIT_SKELETONS[1]!;
  expect(plainOne!.flat().some(({ isCorner }) => isCorner)).toBe(false);
  expect(flaggedOne!.flat().map(({ isCorner }) => isCorner)).toEqual([false, true, false, false]);
});
