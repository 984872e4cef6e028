import { logProbsOracle } from "./log-probs.ts";

/**
 * `T² · −Σ p log q` per row against the k largest logits of a teacher and the logarithm of the mass of the rest, in float64:
 * the named classes are summed first, then the rest, as one class of the student's summed mass or class by class.
 */
export function sparseSoftTargetCrossEntropyOracle(
  studentLogits: readonly number[][],
  indices: readonly number[][],
  logits: readonly number[][],
  tailLogits: readonly number[],
  temperature: number,
  tail: "class" | "spread",
): number[] {
  return studentLogits.map((student, row) => {
    const named = indices[row]!;
    const others = student.map((_, column) => column).filter((column) => !named.includes(column));
    const logMass = (columns: readonly number[]) => columns.reduce((sum, c) => logOfSum(sum, student[c]!), -Infinity);
    const perOther = tail === "class" ? tailLogits[row]! : tailLogits[row]! - Math.log(others.length);
    const theirs = [...logits[row]!, ...(tail === "class" ? [perOther] : others.map(() => perOther))];
    const groups = tail === "class" ? [others] : others.map((column) => [column]);
    const ours = [...named.map((column) => student[column]!), ...groups.map(logMass)];
    const logP = logProbsOracle(theirs, temperature);
    const logQ = logProbsOracle(ours, temperature);
    let loss = 0;
    for (const [place, logProb] of logP.entries()) if (logProb > -Infinity) loss -= Math.exp(logProb) * logQ[place]!;
    return loss * temperature ** 2;
  });
}

/** `log(eᵃ + eᵇ)`. */
function logOfSum(a: number, b: number): number {
  const larger = Math.max(a, b);
  return larger === -Infinity ? larger : larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
}
