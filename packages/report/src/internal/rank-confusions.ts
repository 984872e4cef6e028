import type { ModelRecord, ModelRole } from "../run-record.ts";
import { sumConfusion } from "./sum-confusion.ts";

/** One way to be wrong, and how often each model is wrong in this way per seed. */
export interface RankedConfusion {
  readonly trueClass: number;
  readonly predictedClass: number;
  /** Mean count per seed by role. */
  readonly counts: Readonly<Partial<Record<ModelRole, number>>>;
}

/** The confusions that happen most, those of the two students taken together, or the teacher's where there is none. */
export function rankConfusions(models: readonly ModelRecord[], limit: number): readonly RankedConfusion[] {
  const found = new Map<string, RankedConfusion>();
  for (const model of models) {
    for (const { trueClass, predictedClass, count } of sumConfusion(
      model.runs.map(({ evaluation }) => evaluation.confusion),
    )) {
      if (trueClass === predictedClass) continue;
      const key = `${trueClass} ${predictedClass}`;
      const counts = { ...found.get(key)?.counts, [model.role]: count / model.runs.length };
      found.set(key, { trueClass, predictedClass, counts });
    }
  }
  const hasStudent = models.some(({ role }) => role !== "teacher");
  const weight = ({ counts }: RankedConfusion) =>
    hasStudent ? (counts.hard ?? 0) + (counts.distilled ?? 0) : (counts.teacher ?? 0);
  return [...found.values()]
    .filter((confusion) => weight(confusion) > 0)
    .sort((a, b) => weight(b) - weight(a) || a.trueClass - b.trueClass || a.predictedClass - b.predictedClass)
    .slice(0, limit);
}
