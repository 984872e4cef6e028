import { logProbsOracle } from "./log-probs.ts";

/** `T² · (H(m) − ½ H(p) − ½ H(q))` per row, with `m = ½ (p + q)`, in float64: three entropies instead of two divergences. */
export function jensenShannonDivergenceOracle(
  studentLogits: readonly number[][],
  teacherLogits: readonly number[][],
  temperature: number,
): number[] {
  const entropy = (probs: readonly number[]) => probs.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
  return studentLogits.map((student, row) => {
    const q = logProbsOracle(student, temperature).map(Math.exp);
    const p = logProbsOracle(teacherLogits[row]!, temperature).map(Math.exp);
    const middle = q.map((own, column) => (own + p[column]!) / 2);
    return temperature ** 2 * (entropy(middle) - entropy(p) / 2 - entropy(q) / 2);
  });
}
