import type { CompressedCandidate } from "./compressed-candidate.ts";
import { isHarsher, storesTheSame } from "./compression-step.ts";
import { type CompressionTarget, meets } from "./compression-target.ts";

/** How far training may change a size: zeros and codes stay, but gzip finds other repetitions. */
const LEEWAY = 1.05;

/**
 * Finds the most promising candidate that is still worth training.
 *
 * For a size: one that fits, unless a milder one that is trained fits too. For a drop: one that is smaller than the smallest that is trained and
 * accurate enough, unless a milder one lost too much, or the same bits with learned rounding are accurate enough.
 *
 * @param candidates in order of promise, as they are without training
 * @param trained those that are trained
 */
export function nextCandidate(
  target: CompressionTarget,
  candidates: readonly CompressedCandidate[],
  trained: readonly CompressedCandidate[],
): CompressedCandidate | undefined {
  const met = trained.filter((one) => meets(target, one));
  const failed = trained.filter((one) => !meets(target, one));
  const smallest = Math.min(...met.map(({ bytes }) => bytes));
  const names = new Set(trained.map(({ name }) => name));
  return candidates.find((one) => {
    if (names.has(one.name)) return false;
    const isHarsherThan = ({ steps }: CompressedCandidate) => isHarsher(one.steps, steps);
    if (target.figure === "bytes") return one.bytes < LEEWAY * target.below && !met.some(isHarsherThan);
    const isAsGood = met.some(({ steps }) => storesTheSame(one.steps, steps));
    return one.bytes < smallest && !isAsGood && !failed.some(isHarsherThan);
  });
}
