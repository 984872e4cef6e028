/** `(z − mean) / σ` per row in float64, with the variance from all pairs: `σ² = Σ_{i,j} (z_i − z_j)² / (2 n²)`. */
export function standardiseLogitsOracle(logits: readonly number[][]): number[][] {
  return logits.map((row) => {
    const mean = row.reduce((sum, logit) => sum + logit, 0) / row.length;
    const squares = row.flatMap((a) => row.map((b) => (a - b) ** 2)).reduce((sum, square) => sum + square, 0);
    const deviation = Math.sqrt(squares / (2 * row.length ** 2));
    return row.map((logit) => (deviation === 0 ? 0 : (logit - mean) / deviation));
  });
}
