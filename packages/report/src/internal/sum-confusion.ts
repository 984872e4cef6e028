import type { ModelRecord } from "../run-record.ts";

/** One cell of a confusion matrix. */
export interface ConfusionCell {
  readonly trueClass: number;
  readonly predictedClass: number;
  /** Test examples, summed over the seeds. */
  readonly count: number;
  /** The part of the examples of the true class, from 0 to 1. */
  readonly share: number;
}

/** The confusion counts of a model, summed over its seeds: the cells that are not empty, row by row. */
export function sumConfusion({ runs }: ModelRecord): readonly ConfusionCell[] {
  const classes = runs[0]!.evaluation.confusion.length;
  const indices = Array.from({ length: classes }, (_, index) => index);
  return indices.flatMap((trueClass) => {
    const counts = indices.map((predictedClass) =>
      runs.reduce((sum, { evaluation }) => sum + evaluation.confusion[trueClass]![predictedClass]!, 0),
    );
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.flatMap((count, predictedClass) =>
      count > 0 ? { trueClass, predictedClass, count, share: count / total } : [],
    );
  });
}
