import type { WordErrorCounts } from "../word-error-counts.ts";

/** Completes counts with their sum and rate. */
export function countsOf(counts: Omit<WordErrorCounts, "errors" | "rate">): WordErrorCounts {
  const errors = counts.substitutions + counts.insertions + counts.deletions;
  return { ...counts, errors, rate: errors === 0 ? 0 : errors / counts.words };
}
