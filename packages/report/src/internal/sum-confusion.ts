/** One cell of a confusion matrix. */
export interface ConfusionCell {
  readonly trueClass: number;
  readonly predictedClass: number;
  /** The number of test examples, summed over the seeds. */
  readonly count: number;
  /** The share of the examples of the true class, from 0 to 1. */
  readonly share: number;
}

/** Sums `confusion[trueClass][predictedClass]` over the seeds. Returns the cells that are not empty, row by row. */
export function sumConfusion(confusions: readonly (readonly (readonly number[])[])[]): readonly ConfusionCell[] {
  const classes = confusions[0]!.length;
  const indices = Array.from({ length: classes }, (_, index) => index);
  return indices.flatMap((trueClass) => {
    const counts = indices.map((predictedClass) =>
      confusions.reduce((sum, confusion) => sum + confusion[trueClass]![predictedClass]!, 0),
    );
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.flatMap((count, predictedClass) =>
      count > 0 ? { trueClass, predictedClass, count, share: count / total } : [],
    );
  });
}
