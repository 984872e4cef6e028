import type { Parameters } from "fast-check";

/** All runs of a test run are so many, of which each property gets its share. */
const ALL = Number(process.env.FUZZ_RUNS ?? 10_000);

/**
 * How a property is checked. In CI the cases are the same every time, so that a change is what makes a test fail, and not luck;
 * `pnpm run long` draws others.
 *
 * @param share of all runs
 */
export function runs(share: number): Parameters<unknown> {
  const seed = process.env.FUZZ_SEED === "random" ? {} : { seed: Number(process.env.FUZZ_SEED ?? 1) };
  return { numRuns: Math.max(1, Math.round(share * ALL)), ...seed };
}
