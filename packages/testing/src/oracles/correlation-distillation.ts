import { logProbsOracle } from "./log-probs.ts";

/** DIST per row in float64, with correlations from raw moments: `(nΣxy − ΣxΣy) / √((nΣx² − (Σx)²)(nΣy² − (Σy)²))`. */
export function correlationDistillationOracle(
  studentLogits: readonly number[][],
  teacherLogits: readonly number[][],
  options: { readonly temperature: number; readonly interWeight: number; readonly intraWeight: number },
): number[] {
  const { temperature, interWeight, intraWeight } = options;
  const soften = (logits: readonly number[][]) => logits.map((row) => logProbsOracle(row, temperature).map(Math.exp));
  const [q, p] = [soften(studentLogits), soften(teacherLogits)];
  const columns = (rows: readonly number[][]) => rows[0]!.map((_, column) => rows.map((row) => row[column]!));
  const [ours, theirs] = [columns(q), columns(p)];
  const intra = 1 - ours.reduce((sum, column, index) => sum + correlation(column, theirs[index]!), 0) / ours.length;
  return q.map((row, index) => {
    const inter = 1 - correlation(row, p[index]!);
    return temperature ** 2 * (interWeight * inter + intraWeight * intra);
  });
}

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const n = xs.length;
  const moments = { x: 0, y: 0, xx: 0, yy: 0, xy: 0 };
  for (const [index, x] of xs.entries()) {
    const y = ys[index]!;
    moments.x += x;
    moments.y += y;
    moments.xx += x * x;
    moments.yy += y * y;
    moments.xy += x * y;
  }
  const [varianceX, varianceY] = [n * moments.xx - moments.x ** 2, n * moments.yy - moments.y ** 2];
  return (n * moments.xy - moments.x * moments.y) / Math.sqrt(varianceX * varianceY);
}
