import { expect, test } from "vitest";
import { drawLine } from "../../src/internal/ink-canvas.ts";

const pen = { radius: 1, softness: 1, darkness: 1 };

function canvas(side: number) {
  return { side, ink: new Float64Array(side * side) };
}

test("drawLine inks pixels by their distance from the line", () => {
  const paper = canvas(7);
  drawLine(paper, 2, 3, 4, 3, pen);
  // Distances within the column x = 3: 2, 1, 0, 1, 2; ink clamp(1 − d + ½).
  expect([1, 2, 3, 4, 5].map((y) => paper.ink[y * 7 + 3])).toEqual([0, 0.5, 1, 0.5, 0]);
  // Beyond the round end at x = 4: distance 1, then √2.
  expect(paper.ink[3 * 7 + 5]).toBe(0.5);
  expect(paper.ink[2 * 7 + 5]).toBeCloseTo(1.5 - Math.SQRT2, 12);
});

test("drawLine of no length is a round dot", () => {
  const paper = canvas(5);
  drawLine(paper, 2, 2, 2, 2, pen);
  expect(paper.ink[2 * 5 + 2]).toBe(1);
  expect(paper.ink[1 * 5 + 2]).toBe(0.5);
});

test("drawLine never takes ink away", () => {
  const paper = canvas(5);
  drawLine(paper, 2, 2, 2, 2, pen);
  const before = [...paper.ink];
  drawLine(paper, 0, 2, 4, 2, { ...pen, darkness: 0.3 });
  paper.ink.forEach((ink, pixel) => {
    expect(ink).toBeGreaterThanOrEqual(before[pixel]!);
  });
  expect(paper.ink[2 * 5 + 2]).toBe(1);
  expect(paper.ink[2 * 5]).toBeCloseTo(0.3, 12);
});

test("drawLine cuts off what lies outside", () => {
  const paper = canvas(4);
  drawLine(paper, -20, -20, -10, -10, pen);
  expect(Math.max(...paper.ink)).toBe(0);
  drawLine(paper, -5, 1, 9, 1, pen);
  expect([...paper.ink.subarray(4, 8)]).toEqual([1, 1, 1, 1]);
});
