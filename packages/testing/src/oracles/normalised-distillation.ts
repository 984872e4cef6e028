import { logProbsOracle } from "./log-probs.ts";
import { softTargetCrossEntropyOracle } from "./soft-target-cross-entropy.ts";

/** NKD per row in float64, the right class taken out of the rows before they are compared; 0 where the label is −1. */
export function normalisedDistillationOracle(
  studentLogits: readonly number[][],
  teacherLogits: readonly number[][],
  labels: readonly number[],
  { temperature, nonTargetWeight }: { readonly temperature: number; readonly nonTargetWeight: number },
): number[] {
  return studentLogits.map((student, row) => {
    const label = labels[row]!;
    if (label === -1) return 0;
    const teacher = teacherLogits[row]!;
    const sureness = Math.exp(logProbsOracle(teacher, 1)[label]!);
    const without = (logits: readonly number[]) => [logits.filter((_, column) => column !== label)];
    const others = softTargetCrossEntropyOracle(without(student), without(teacher), temperature)[0]!;
    return nonTargetWeight * others - sureness * logProbsOracle(student, 1)[label]!;
  });
}
