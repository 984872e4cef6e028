import type { ConfusionMatrix } from "../page/confusion-matrix.ts";
import { sumConfusion } from "./sum-confusion.ts";

/** One kind of error, and how often each kind of net makes it per seed. */
export interface RankedConfusion {
  readonly trueClass: number;
  readonly predictedClass: number;
  /** The mean count per seed, one per matrix. */
  readonly counts: readonly number[];
}

/** Returns the most frequent confusions: those of all students together, or of all nets where there is no student. */
export function rankConfusions(matrices: readonly ConfusionMatrix[], limit: number): readonly RankedConfusion[] {
  const found = new Map<string, { trueClass: number; predictedClass: number; counts: number[] }>();
  matrices.forEach(({ confusions }, index) => {
    for (const { trueClass, predictedClass, count } of sumConfusion(confusions)) {
      if (trueClass === predictedClass) continue;
      const key = `${trueClass} ${predictedClass}`;
      const entry = found.get(key) ?? { trueClass, predictedClass, counts: matrices.map(() => 0) };
      entry.counts[index] = count / confusions.length;
      found.set(key, entry);
    }
  });
  const isStudent = matrices.map(({ mark }) => mark !== "teacher");
  const counted = isStudent.includes(true) ? isStudent : matrices.map(() => true);
  const weight = ({ counts }: RankedConfusion) =>
    counts.reduce((sum, count, index) => (counted[index] ? sum + count : sum), 0);
  return [...found.values()]
    .filter((confusion) => weight(confusion) > 0)
    .sort((a, b) => weight(b) - weight(a) || a.trueClass - b.trueClass || a.predictedClass - b.predictedClass)
    .slice(0, limit);
}
