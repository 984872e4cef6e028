import { expect, test } from "vitest";
import { clippedSamples } from "../../src/internal/clipped-samples.ts";

test.each([
  [[], 0],
  [[1, 1, 0, 1, 1, -1, -1], 0],
  [[0.5, 1, 1, 1, 0.5], 3],
  [[-1, -1, -1, -1, 1, 1, 1, 1, 1], 9],
  [[127 / 128, 127 / 128, 127 / 128], 3],
  [[0.98, 0.98, 0.98], 0],
])("clippedSamples(%j) is %i", (samples, expected) => {
  expect(clippedSamples(Float32Array.from(samples))).toBe(expected);
});
