import type { SoftTargetTask } from "../manifest.ts";
import type { SoftTargets } from "../soft-targets.ts";

/** The numbers for one output, or the probabilities of one of several classes. */
export interface ColumnSummary {
  readonly name: string;
  readonly mean: number;
  readonly smallest: number;
  readonly largest: number;
}

/** Summarises answers that are no choice among classes, column by column. `onProgress` is called before each block with the answers before it, and at the end. */
export async function summariseColumns(
  softTargets: SoftTargets,
  task: Exclude<SoftTargetTask, "classes">,
  onProgress: (done: number) => void,
): Promise<readonly ColumnSummary[]> {
  const { classNames } = softTargets.manifest;
  const columns = classNames.map((name) => ({ name, sum: 0, smallest: Infinity, largest: -Infinity }));
  let answers = 0;
  for await (const { ids, answers: block } of softTargets.blocks()) {
    onProgress(answers);
    block.logits.forEach((answer, at) => {
      const value = task === "numbers" ? answer : 1 / (1 + Math.exp(-answer));
      const column = columns[at % columns.length]!;
      column.sum += value;
      column.smallest = Math.min(column.smallest, value);
      column.largest = Math.max(column.largest, value);
    });
    answers += ids.length;
  }
  onProgress(answers);
  return columns.map(({ name, sum, smallest, largest }) => ({ name, mean: sum / answers, smallest, largest }));
}
