import type { CompressedCandidate } from "./compressed-candidate.ts";
import type { CompressionTarget } from "./compression-target.ts";

/** The result of a search. */
export interface CompressionResult {
  readonly target: CompressionTarget;
  /** The directory of the compressed student. */
  readonly to: string;
  readonly uncompressed: CompressedCandidate;
  /** Those that are trained, in the order of the search. */
  readonly candidates: readonly CompressedCandidate[];
  /** The best candidate by the target, if there is any. It is written if it meets the target. */
  readonly best?: CompressedCandidate;
  readonly isMet: boolean;
  /** Whether the search ended because its time was over. */
  readonly isSpent: boolean;
  /** The figures on the test set, of the uncompressed student and of the written one. */
  readonly test?: readonly [Readonly<Record<string, number>>, Readonly<Record<string, number>>];
  readonly summary: CompressionSummary;
}

/** The result of a search in words. */
export interface CompressionSummary {
  /** The candidates that no other one beats in size and accuracy, with the uncompressed student, by size: the cells of a table by column. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** The same as JSON. */
  readonly records: readonly Readonly<Record<string, unknown>>[];
  /** The files that were written, and how the written student does on the test set. */
  readonly lines: readonly string[];
  /** Why nothing was written. */
  readonly problem?: string;
}
