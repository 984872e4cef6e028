import { expect, test } from "vitest";
import { isSparse } from "../../src/internal/is-sparse.ts";

const kernelOf = (...first: readonly number[]) => {
  const kernel = new Float32Array(32);
  kernel.set(first);
  return kernel;
};

test("isSparse(kernel, outputs, other) is true up to an eighth of weights other than 0, or a sixteenth where there is a library", () => {
  expect(isSparse(kernelOf(), 4, "library")).toBe(true);
  expect(isSparse(kernelOf(1, -2, -0), 4, "library")).toBe(true);
  expect(isSparse(kernelOf(1, -2, 1e-40), 4, "library")).toBe(false);
  expect(isSparse(kernelOf(1, -2, 1e-40, 0, 3), 4, "own")).toBe(true);
  expect(isSparse(kernelOf(1, -2, 1e-40, 0, 3, 4), 4, "own")).toBe(false);
});

test("isSparse(kernel, outputs, other) is false where a weight times 0 is not 0, or two bytes do not count the places", () => {
  for (const wrong of [Infinity, -Infinity, Number.NaN]) expect(isSparse(kernelOf(wrong), 4, "own")).toBe(false);
  expect(isSparse(new Float32Array(65_535), 65_535, "own")).toBe(true);
  expect(isSparse(new Float32Array(65_536), 65_536, "own")).toBe(false);
  expect(isSparse(new Float32Array(65_536), 1, "own")).toBe(false);
});
