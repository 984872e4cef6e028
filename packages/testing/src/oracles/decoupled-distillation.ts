import { klDivergenceOracle } from "./kl-divergence.ts";
import { logProbsOracle } from "./log-probs.ts";

/**
 * DKD per row in float64, by the identity `KL = target + (1 − p_label) · others`: the divergence of all classes and that of
 * the others give the one about the label. 0 where the label is −1.
 */
export function decoupledDistillationOracle(
  studentLogits: readonly number[][],
  teacherLogits: readonly number[][],
  labels: readonly number[],
  options: { readonly temperature: number; readonly targetWeight: number; readonly nonTargetWeight: number },
): number[] {
  const { temperature, targetWeight, nonTargetWeight } = options;
  const all = klDivergenceOracle(teacherLogits, studentLogits, temperature);
  return all.map((whole, row) => {
    const label = labels[row]!;
    if (label === -1) return 0;
    const without = (logits: readonly number[][]) => [logits[row]!.filter((_, column) => column !== label)];
    const others = klDivergenceOracle(without(teacherLogits), without(studentLogits), temperature)[0]!;
    const rest = logProbsOracle(teacherLogits[row]!, temperature)
      .filter((_, column) => column !== label)
      .reduce((sum, logProb) => sum + Math.exp(logProb), 0);
    return targetWeight * (whole - rest * others) + nonTargetWeight * others;
  });
}
