import type { Random } from "@dark-knowledge/core";

type Point = readonly [number, number];

/** The corners of a digital clock's seven segments, on a grid of 2 by 4. */
const ENDS: Readonly<Record<string, readonly [Point, Point]>> = {
  a: [
    [0, 0],
    [2, 0],
  ],
  b: [
    [2, 0],
    [2, 2],
  ],
  c: [
    [2, 2],
    [2, 4],
  ],
  d: [
    [0, 4],
    [2, 4],
  ],
  e: [
    [0, 2],
    [0, 4],
  ],
  f: [
    [0, 0],
    [0, 2],
  ],
  g: [
    [0, 2],
    [2, 2],
  ],
};

const SEGMENTS = ["abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg"];

/** A slanted seven-segment digit with soft edges: 28 × 28 grey levels from 0 to 255. */
export function drawSegments(digit: number, random: Random): number[] {
  const slant = 0.1 + 0.2 * random.uniform();
  const place = ([x, y]: Point): Point => [9 + 4 * x + slant * (14 - 4 * y), 5 + 4.5 * y];
  const lines = Array.from(SEGMENTS[digit]!, (name) => ENDS[name]!.map(place) as [Point, Point]);
  return Array.from({ length: 28 * 28 }, (_, index) => {
    const pixel: Point = [index % 28, Math.floor(index / 28)];
    const nearest = Math.min(...lines.map((line) => distance(pixel, line)));
    return Math.round(255 * Math.min(1, Math.max(0, 2.4 - nearest)));
  });
}

function distance([x, y]: Point, [[x1, y1], [x2, y2]]: readonly [Point, Point]): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}
