type Rows = readonly (readonly number[])[];

/** Beyond ±40 a log variance counts as that. */
const variance = (logVariance: number): number => Math.exp(Math.min(40, Math.max(-40, logVariance)));

/** `E[−log N(x; s, σ²)]` of x with mean `t` and variance `spread`, which is `−log N(t; s, σ²)` for a spread of 0. */
const crossEntropy = (s: number, logVariance: number, t: number, spread: number): number => {
  const own = variance(logVariance);
  return 0.5 * Math.log(2 * Math.PI * own) + (spread + (s - t) ** 2) / own / 2;
};

/** Sums over the outputs that are known. */
const overKnown = (rows: Rows, known: Rows, of: (row: number, column: number) => number): number[] =>
  rows.map((cells, row) =>
    cells.reduce((sum, _, column) => (known[row]![column] === 1 ? sum + of(row, column) : sum), 0),
  );

/** Minus the logarithm of the density, and of the standard one at 0. */
export function gaussianNegativeLogLikelihoodOracle(
  predictions: Rows,
  logVariances: Rows,
  targets: Rows,
  known: Rows,
): number[] {
  return overKnown(
    predictions,
    known,
    (row, at) =>
      crossEntropy(predictions[row]![at]!, logVariances[row]![at]!, targets[row]![at]!, 0) - Math.log(2 * Math.PI) / 2,
  );
}

/** The cross-entropy less the teacher's entropy. */
export function gaussianKlDivergenceOracle(
  predictions: Rows,
  logVariances: Rows,
  teacherPredictions: Rows,
  teacherLogVariances: Rows,
  known: Rows,
): number[] {
  return overKnown(predictions, known, (row, at) => {
    const [t, spread] = [teacherPredictions[row]![at]!, variance(teacherLogVariances[row]![at]!)];
    const entropy = 0.5 * Math.log(2 * Math.PI * Math.E * spread);
    return crossEntropy(predictions[row]![at]!, logVariances[row]![at]!, t, spread) - entropy;
  });
}
