import { createRandom } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { areaUnderRoc } from "../../../src/nets/internal/area-under-roc.ts";

test.each([
  ["all inside are higher", [3, 4], [1, 2], 1],
  ["all outside are higher", [1], [2, 3], 0],
  // Of the pairs (2, 1), (2, 3), (5, 1), (5, 3) three are in order.
  ["one pair of four is not in order", [2, 5], [1, 3], 0.75],
  // (1, 1) counts half, (2, 1) whole.
  ["equal scores count half", [1, 2], [1], 0.75],
  ["all scores are equal", [7, 7, 7], [7, 7], 0.5],
])("areaUnderRoc where %s", (_, inside, outside, expected) => {
  expect(areaUnderRoc(inside, outside)).toBe(expected);
});

test("areaUnderRoc is the share of pairs in order, for any scores", () => {
  const random = createRandom(3);
  const scores = (count: number) => Array.from({ length: count }, () => random.integer(12));
  for (let round = 0; round < 50; round++) {
    const [inside, outside] = [scores(1 + random.integer(20)), scores(1 + random.integer(20))];
    const pairs = inside.flatMap((one) => outside.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)));
    expect(areaUnderRoc(inside, outside)).toBeCloseTo(
      pairs.reduce<number>((sum, pair) => sum + pair, 0) / pairs.length,
      12,
    );
  }
});
