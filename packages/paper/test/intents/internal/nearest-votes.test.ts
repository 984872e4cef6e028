import { createMatrix } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { nearestVotes } from "../../../src/intents/internal/nearest-votes.ts";

const LABELS = Int32Array.of(0, 1, 1, 2);
const SIMILARITIES = createMatrix(2, 4, Float32Array.of(0.75, 0.5, 0.5, 0.25, -0.5, -0.25, -1, 1));
const shares = (neighbours: number) =>
  Array.from(nearestVotes(SIMILARITIES, LABELS, { classes: 3, neighbours }).data, Math.exp);

test("the nearest one decides alone", () => {
  expect(shares(1)).toBeAllClose([1, 0, 0, 0, 0, 1], { atol: 1e-5 });
});

test("several vote with the weight of their similarity, and none where it is negative", () => {
  // The first: 0.75 for class 0, 0.5 + 0.5 for class 1.
  expect(shares(3)).toBeAllClose([0.75 / 1.75, 1 / 1.75, 0, 0, 0, 1], { atol: 1e-5 });
  expect(shares(9)).toBeAllClose([0.75 / 2, 1 / 2, 0.25 / 2, 0, 0, 1], { atol: 1e-5 });
});

test("classes share evenly where nobody has a vote", () => {
  const away = createMatrix(1, 2, Float32Array.of(-1, -0.5));
  expect(Array.from(nearestVotes(away, Int32Array.of(0, 1), { classes: 2, neighbours: 2 }).data)).toBeAllClose(
    [Math.log(0.5), Math.log(0.5)],
    { rtol: 1e-6 },
  );
});
