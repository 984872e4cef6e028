import { createRandom } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { byLayers, paretoFront } from "../../../../src/students/internal/compression/pareto-front.ts";

const POINTS = [
  { name: "small", bytes: 1, drop: 5 },
  { name: "large", bytes: 9, drop: 0 },
  { name: "middle", bytes: 4, drop: 2 },
  { name: "worse than middle", bytes: 5, drop: 2 },
  { name: "worst", bytes: 9, drop: 9 },
];

test("paretoFront has the points that no other one beats, by size", () => {
  expect(paretoFront(POINTS).map(({ name }) => name)).toEqual(["small", "middle", "large"]);
  expect(paretoFront([POINTS[0]!, { ...POINTS[0]! }])).toHaveLength(2);
  expect(paretoFront([])).toEqual([]);
});

test("byLayers puts the front first, then that of the others, each from the least drop on", () => {
  const names = byLayers(POINTS).map(({ name }) => name);
  expect(names).toEqual(["large", "middle", "small", "worse than middle", "worst"]);
  const equal = ["first", "second"].map((name) => ({ name, bytes: 1, drop: 1 }));
  expect(byLayers(equal).map(({ name }) => name)).toEqual(["second", "first"]);
});

test("no point of random ones is beaten by a later one", () => {
  const random = createRandom(3);
  const points = Array.from({ length: 60 }, () => ({ bytes: random.integer(12), drop: random.integer(12) }));
  const ordered = byLayers(points);
  expect(new Set(ordered).size).toBe(60);
  const isBeaten = ordered.some((one, place) =>
    ordered
      .slice(place + 1)
      .some(({ bytes, drop }) => bytes <= one.bytes && drop <= one.drop && bytes + drop < one.bytes + one.drop),
  );
  expect(isBeaten).toBe(false);
});
