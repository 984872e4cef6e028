import type { CompressionStep } from "./compression-step.ts";

/** A compressed student and what it costs. */
export interface CompressedCandidate {
  /** Such as `90 % of weights removed, 16 values`. */
  readonly name: string;
  readonly steps: readonly CompressionStep[];
  /** Its size with gzip, as `compressedSize` of `@dark-knowledge/compression` measures it. */
  readonly bytes: number;
  /** The figures of its task on the validation part, as from `taskFigures`. */
  readonly figures: Readonly<Record<string, number>>;
  /** The points lost to the uncompressed student: of the error rate, or for numbers of R². */
  readonly drop: number;
}

/** The points by which figures of a task are below those of another net. */
export function dropOf(
  uncompressed: Readonly<Record<string, number>>,
  { errors, examples, labels, r2 }: Readonly<Record<string, number>>,
): number {
  const points =
    errors === undefined
      ? 100 * (uncompressed.r2! - r2!)
      : (100 * (errors - uncompressed.errors!)) / (examples ?? labels)!;
  // 0.3 − 0.1 is 0.19999999999999998, and below 0.2.
  return Math.round(1e9 * points) / 1e9;
}
