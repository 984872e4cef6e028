type Rows = readonly (readonly number[])[];

/**
 * DIST per row in float64, with correlations from all pairs: `Σ_{i<j} (x_i − x_j) (y_i − y_j)` over the root of the same of x alone and
 * of y alone.
 */
export function correlationDistillationOracle(
  studentLogits: Rows,
  teacherLogits: Rows,
  options: { readonly temperature: number; readonly interWeight: number; readonly intraWeight: number },
): number[] {
  const { temperature, interWeight, intraWeight } = options;
  const soften = (logits: Rows) => logits.map((row) => logProbs(row, temperature));
  const [q, p] = [soften(studentLogits), soften(teacherLogits)];
  const columns = (rows: Rows) => rows[0]!.map((_, column) => rows.map((row) => row[column]!));
  const [ours, theirs] = [columns(q), columns(p)];
  // A column does not vary when its numbers differ by no more than sums of float64 may, or than float32 can say.
  const leastOf = (rows: Rows) => Math.max(2 ** -120, 1e-12 * Math.max(...rows.map(leftByLargest)));
  const [least, leastOfTeacher] = [leastOf(q), leastOf(p)];
  const intra = ours.reduce((sum, column, c) => sum + gap(column, theirs[c]!, least, leastOfTeacher), 0) / ours.length;
  return q.map((row, index) => temperature ** 2 * (interWeight * gap(row, p[index]!, 0, 0) + intraWeight * intra));
}

/** The sum of the others without the largest, whose own exponential is 1, keeps the digits that `1 + sum` loses. */
function logProbs(row: readonly number[], temperature: number): number[] {
  const largest = row.indexOf(Math.max(...row));
  const scaled = row.map((logit) => (logit - row[largest]!) / temperature);
  const others = scaled.reduce((sum, value, column) => (column === largest ? sum : sum + Math.exp(value)), 0);
  return scaled.map((value) => value - Math.log1p(others));
}

function leftByLargest(logProbsOfRow: readonly number[]): number {
  return -Math.expm1(Math.max(...logProbsOfRow));
}

/** `1 − ρ` of probabilities that are given as logarithms; 1 where one side does not vary by more than it has to. */
function gap(logXs: readonly number[], logYs: readonly number[], leastX: number, leastY: number): number {
  const [xs, ys] = [relative(logXs), relative(logYs)];
  if (Math.min(...xs) >= -leastX || Math.min(...ys) >= -leastY) return 1;
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < xs.length; i++) {
    for (let j = 0; j < i; j++) {
      const [x, y] = [xs[i]! - xs[j]!, ys[i]! - ys[j]!];
      xx += x * x;
      yy += y * y;
      xy += x * y;
    }
  }
  return 1 - xy / Math.sqrt(xx * yy);
}

function relative(logs: readonly number[]): number[] {
  const largest = Math.max(...logs);
  return logs.map((value) => (largest === -Infinity ? 0 : Math.expm1(value - largest)));
}
