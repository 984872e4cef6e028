import { expect, test } from "vitest";
import type { CompressedCandidate } from "../../../../src/students/internal/compression/compressed-candidate.ts";
import {
  type CompressionStep,
  isHarsher,
  nameOfSteps,
} from "../../../../src/students/internal/compression/compression-step.ts";
import { parseTarget } from "../../../../src/students/internal/compression/compression-target.ts";
import { nextCandidate } from "../../../../src/students/internal/compression/next-candidate.ts";

const bits = (strength: number): CompressionStep => ({ method: "quantise", strength });
const units = (strength: number): CompressionStep => ({ method: "units", strength });

function candidate(bytes: number, drop: number, ...steps: CompressionStep[]): CompressedCandidate {
  return { name: nameOfSteps(steps), steps, bytes, drop, figures: {} };
}

const SURVEYED = [
  candidate(800, 0, bits(8)),
  candidate(400, 2, bits(4)),
  candidate(200, 9, bits(2)),
  candidate(300, 20, units(0.5), bits(8)),
  candidate(100, 30, units(0.5), bits(2)),
];

const next = (target: string, ...trained: CompressedCandidate[]) =>
  nextCandidate(parseTarget(target), SURVEYED, trained)?.name;

test("for a drop, the search goes on to smaller candidates, and past harsher ones of those that failed", () => {
  const [eight, four] = [candidate(800, 0.1, bits(8)), candidate(400, 0.9, bits(4))];
  expect(next("drop<0.5")).toBe("8 bits");
  expect(next("drop<0.5", eight)).toBe("4 bits");
  // 2 bits are harsher than 4; with half the units there may be 8.
  expect(next("drop<0.5", eight, four)).toBe("50 % of units removed, 8 bits");
  expect(next("drop<0.5", eight, four, candidate(300, 0.4, units(0.5), bits(8)))).toBeUndefined();
  expect(next("drop<1", eight, four, candidate(300, 0.4, units(0.5), bits(8)))).toBe("2 bits");
  expect(next("drop<0.5", eight, four, candidate(500, 3, units(0.5)))).toBeUndefined();
});

test("for a size, the search takes what fits, and not what is harsher than what fits", () => {
  expect(next("size<500B")).toBe("4 bits");
  const four = candidate(410, 0.9, bits(4));
  expect(next("size<500B", four)).toBe("50 % of units removed, 8 bits");
  expect(next("size<500B", four, candidate(310, 0.9, units(0.5), bits(8)))).toBeUndefined();
  // Training may make it fit.
  expect(next("size<385B")).toBe("4 bits");
  expect(next("size<380B")).toBe("2 bits");
  expect(next("size<90B")).toBeUndefined();
});

test("for a drop, bits with learned rounding that are accurate enough are not trained, too", () => {
  const round = (strength: number): CompressionStep => ({ method: "round", strength });
  const surveyed = [candidate(400, 2, round(4)), candidate(400, 2, bits(4)), candidate(200, 9, units(0.5), bits(4))];
  const after = (target: string, ...trained: CompressedCandidate[]) =>
    nextCandidate(parseTarget(target), surveyed, trained)?.name;
  expect(after("drop<0.5")).toBe("4 bits with learned rounding");
  // Learned codes repeat less often, so training the same bits would seem to pay.
  expect(after("drop<0.5", candidate(410, 0.4, round(4)))).toBe("50 % of units removed, 4 bits");
  expect(after("drop<0.5", candidate(410, 0.6, round(4)))).toBe("4 bits");
  // For a size the better one is wanted.
  expect(after("size<500B", candidate(410, 0.4, round(4)))).toBe("4 bits");
});

test("isHarsher(one, other) compares strengths of the same method", () => {
  const rank = (strength: number): CompressionStep => ({ method: "factorise", strength });
  expect(isHarsher([units(0.5), bits(4)], [bits(4)])).toBe(true);
  expect(isHarsher([bits(4)], [units(0.5), bits(4)])).toBe(false);
  expect(isHarsher([units(0.75)], [units(0.5)])).toBe(true);
  expect(isHarsher([bits(4)], [{ method: "share", strength: 4 }])).toBe(false);
  expect([isHarsher([rank(10)], [rank(20)]), isHarsher([rank(0.9)], [rank(0.7)])]).toEqual([true, false]);
  expect(isHarsher([rank(0.9)], [rank(20)])).toBe(false);
  const tucker = (strength: number): CompressionStep => ({ method: "tucker", strength });
  const shared: CompressionStep = { method: "layers", strength: 0 };
  expect([isHarsher([tucker(0.7)], [tucker(0.9)]), isHarsher([tucker(0.7)], [rank(0.9)])]).toEqual([true, false]);
  expect([isHarsher([tucker(4)], [tucker(0.9)]), isHarsher([shared, bits(4)], [shared])]).toEqual([false, true]);
  expect(isHarsher([{ method: "round", strength: 3 }], [bits(4)])).toBe(false);
});
