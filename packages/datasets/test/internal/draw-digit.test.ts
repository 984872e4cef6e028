import { createRandom } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { drawDigit } from "../../src/internal/draw-digit.ts";

function draw(digit: number, seed: number, look = { distortion: 1, noise: 0 }, side = 28): Float64Array {
  const ink = new Float64Array(side * side);
  drawDigit({ side, ink }, digit, createRandom(seed), look);
  return ink;
}

test("drawDigit depends on the random stream alone", () => {
  expect(draw(3, 5)).toEqual(draw(3, 5));
  expect(draw(3, 5)).not.toEqual(draw(3, 6));
  expect(draw(3, 5)).not.toEqual(draw(8, 5));
});

test("drawDigit leaves clean paper around the digit when there is no noise", () => {
  const ink = draw(0, 2, { distortion: 0, noise: 0 });
  const border = [...ink.keys()].filter((pixel) => pixel < 28 || pixel >= 27 * 28 || pixel % 28 === 0);
  expect(border.every((pixel) => ink[pixel] === 0)).toBe(true);
  expect(ink[13 * 28 + 13]).toBe(0);
  expect(Math.max(...ink)).toBeGreaterThan(0.7);
});

test("drawDigit draws the digit larger on a larger canvas", () => {
  const height = (ink: Float64Array, side: number) => {
    const lines = Array.from({ length: side }, (_, y) => Math.max(...ink.subarray(y * side, (y + 1) * side)));
    return lines.findLastIndex((level) => level > 0.5) - lines.findIndex((level) => level > 0.5);
  };
  const look = { distortion: 0, noise: 0 };
  expect(height(draw(1, 1, look, 56), 56)).toBeGreaterThan(1.7 * height(draw(1, 1, look), 28));
});

test("drawDigit adds noise on top of the same drawing", () => {
  const clean = draw(5, 9);
  const noisy = draw(5, 9, { distortion: 1, noise: 5 });
  const differences = noisy.map((ink, pixel) => ink - clean[pixel]!);
  expect(differences.some((difference) => difference > 0)).toBe(true);
  expect(differences.some((difference) => difference < 0)).toBe(true);
});
