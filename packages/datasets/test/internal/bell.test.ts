import { createRandom } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { bell, bellBetween } from "../../src/internal/bell.ts";

test("bell(random) has mean 0 and deviation 1 and stays within 2√3", () => {
  const random = createRandom(1);
  const draws = Array.from({ length: 40_000 }, () => bell(random));
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
  // Four standard errors: 4 / √40000 for the mean, about 4 · √(1.7 / 40000) for the variance.
  expect(Math.abs(mean)).toBeLessThan(0.02);
  expect(Math.abs(variance - 1)).toBeLessThan(0.026);
  expect(Math.max(...draws.slice(0, 5000).map(Math.abs))).toBeLessThanOrEqual(2 * Math.sqrt(3));
});

test("bellBetween(random, mean, deviation, smallest, largest) is mean + deviation · bell, within its bounds", () => {
  const wide = bellBetween(createRandom(3), 5, 2, -100, 100);
  expect(wide).toBe(5 + 2 * bell(createRandom(3)));
  const random = createRandom(4);
  const draws = Array.from({ length: 200 }, () => bellBetween(random, 5, 2, 4, 6));
  expect(Math.min(...draws)).toBe(4);
  expect(Math.max(...draws)).toBe(6);
});
