import { createRandom } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { deformSkeleton } from "../../src/internal/deform-skeleton.ts";

const square = [
  [
    { x: 0, y: 0, isCorner: false },
    { x: 1, y: 0, isCorner: true },
    { x: 1, y: 1, isCorner: false },
  ],
];

test("deformSkeleton(skeleton, random, 0) only gives the usual proportions and slant", () => {
  const [stroke] = deformSkeleton(square, createRandom(1), 0);
  // Half the width is 0.34, half the height 0.5; the slant of 0.12 moves the top right by 0.06, the bottom left.
  const wanted = [
    { x: -0.34 + 0.06, y: -0.5 },
    { x: 0.34 + 0.06, y: -0.5 },
    { x: 0.34 - 0.06, y: 0.5 },
  ];
  stroke!.forEach(({ x, y, isCorner }, index) => {
    expect(x).toBeCloseTo(wanted[index]!.x, 12);
    expect(y).toBeCloseTo(wanted[index]!.y, 12);
    expect(isCorner).toBe(index === 1);
  });
});

test("deformSkeleton moves every point, by more the greater the distortion", () => {
  const moves = [0.5, 1, 2].map((distortion) => {
    const still = deformSkeleton(square, createRandom(2), 0)[0]!;
    const moved = deformSkeleton(square, createRandom(2), distortion)[0]!;
    return moved.map(({ x, y }, index) => Math.hypot(x - still[index]!.x, y - still[index]!.y));
  });
  for (const point of [0, 1, 2]) {
    expect(moves[0]![point]).toBeGreaterThan(0);
    expect(moves[1]![point]).toBeGreaterThan(moves[0]![point]!);
    expect(moves[2]![point]).toBeGreaterThan(moves[1]![point]!);
  }
});

test("deformSkeleton leaves the skeleton as it is", () => {
  const before = structuredClone(square);
  deformSkeleton(square, createRandom(3), 2);
  expect(square).toEqual(before);
});
