import { ArgumentError } from "@dark-knowledge/core";

/** A specialist's checked row. */
interface SpecialistRow {
  readonly functionName: string;
  readonly probs: ArrayLike<number>;
  readonly offset: number;
  readonly sum: number;
}

/** Below this a reciprocal is no longer safe in float64. */
const LEAST_NAMED = 1e-280;

/** `1 / Σ p`; if a specialist knows all classes, its dustbin is empty and does not count. */
export function scaleOf(row: SpecialistRow, known: number, classCount: number): number {
  if (known < classCount) return 1 / row.sum;
  // Summed, not the dustbin subtracted from 1: next to a dustbin near 1 the difference would be nothing but rounding.
  let named = 0;
  for (let k = 0; k < known; k++) named += row.probs[row.offset + k]!;
  if (named >= LEAST_NAMED) return 1 / named;
  throw new ArgumentError({
    functionName: row.functionName,
    argument: "a specialist that knows all classes",
    expected: `must give them at least ${LEAST_NAMED} in all, besides its dustbin`,
    received: String(named),
    code: "range",
  });
}
