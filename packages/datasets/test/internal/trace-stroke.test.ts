import { expect, test } from "vitest";
import { traceStroke } from "../../src/internal/trace-stroke.ts";

const point = (x: number, y: number, isCorner = false) => ({ x, y, isCorner });

function pairs(path: Float64Array): readonly (readonly [number, number])[] {
  return Array.from({ length: path.length / 2 }, (_, index) => [path[2 * index]!, path[2 * index + 1]!] as const);
}

test("traceStroke goes through every point, with eight pieces between two", () => {
  const stroke = [point(0, 0), point(1, 3), point(4, 1)];
  const path = pairs(traceStroke(stroke));
  expect(path).toHaveLength(17);
  expect([path[0], path[8], path[16]]).toEqual([
    [0, 0],
    [1, 3],
    [4, 1],
  ]);
});

test("traceStroke of two points is a straight line", () => {
  pairs(traceStroke([point(0, 1), point(8, 5)])).forEach(([x, y], index) => {
    expect(x).toBeCloseTo(index, 12);
    expect(y).toBeCloseTo(1 + index / 2, 12);
  });
});

test("traceStroke runs straight up to a corner, and rounds what is none", () => {
  const bend = (isCorner: boolean) => pairs(traceStroke([point(0, 0), point(8, 0, isCorner), point(8, 8)]));
  expect(
    bend(true)
      .slice(0, 9)
      .every(([, y]) => Math.abs(y) < 1e-12),
  ).toBe(true);
  expect(
    bend(false)
      .slice(1, 8)
      .every(([, y]) => y < 0),
  ).toBe(true);
});

test("traceStroke has the same direction on both sides of a point that is no corner", () => {
  const path = pairs(traceStroke([point(0, 0), point(3, 1), point(4, 4), point(7, 7)]));
  // The tangent at (3, 1) is half of the neighbours' difference, (2, 2) per span, so 1/4 per piece. The derivatives on
  // either side are estimated from three points; the rest of the cubic is below 0.02.
  for (const axis of [0, 1] as const) {
    const [a, b, c, d, e] = path.slice(6, 11).map((pair) => pair[axis]) as [number, number, number, number, number];
    expect(Math.abs((3 * c - 4 * b + a) / 2 - 0.25)).toBeLessThan(0.02);
    expect(Math.abs((-3 * c + 4 * d - e) / 2 - 0.25)).toBeLessThan(0.02);
  }
});
