import { ArgumentError } from "@dark-knowledge/core";

/** A checked row of a specialist's. */
interface SpecialistRow {
  readonly functionName: string;
  readonly probs: ArrayLike<number>;
  readonly offset: number;
  readonly sum: number;
}

/** `1 / Σ p`; where a specialist knows all classes, its dustbin has no class in it and does not count. */
export function scaleOf(row: SpecialistRow, known: number, classCount: number): number {
  if (known < classCount) return 1 / row.sum;
  const named = row.sum - row.probs[row.offset + known]!;
  if (named > 0) return 1 / named;
  throw new ArgumentError({
    functionName: row.functionName,
    argument: "a specialist that knows all classes",
    expected: "must give one of them a probability",
    received: "1 for its dustbin",
    code: "range",
  });
}
