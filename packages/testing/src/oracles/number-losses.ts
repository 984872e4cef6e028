type Rows = readonly (readonly number[])[];

/** Sums what `of` makes of those elements of a row of two that are known. */
const overKnown = (a: Rows, b: Rows, known: Rows, of: (x: number, y: number) => number): number[] =>
  a.map((row, index) =>
    row.reduce((sum, x, column) => (known[index]![column] === 1 ? sum + of(x, b[index]![column]!) : sum), 0),
  );

/** `Σ x² − 2 x y + y²`, in float64. */
export function squaredErrorOracle(predictions: Rows, targets: Rows, known: Rows): number[] {
  return overKnown(predictions, targets, known, (x, y) => x * x - 2 * x * y + y * y);
}

/** Huber's loss as the least `½ (d − u)² + delta |u|` of all u, which is at the error shrunk by delta. */
export function huberLossOracle(predictions: Rows, targets: Rows, known: Rows, delta: number): number[] {
  return overKnown(predictions, targets, known, (x, y) => {
    const shrunk = Math.sign(x - y) * Math.max(0, Math.abs(x - y) - delta);
    return 0.5 * (x - y - shrunk) ** 2 + delta * Math.abs(shrunk);
  });
}

/** The squared error, or 0 where the teacher's is larger by the margin or more. */
export function teacherBoundedLossOracle(
  predictions: Rows,
  teacherPredictions: Rows,
  targets: Rows,
  known: Rows,
  margin: number,
): number[] {
  const teacher = squaredErrorOracle(teacherPredictions, targets, known);
  return squaredErrorOracle(predictions, targets, known).map((own, row) => (own > teacher[row]! - margin ? own : 0));
}
