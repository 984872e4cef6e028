import type { TrainingOptions } from "../training-options.ts";

/** Whether a run mixes examples, so that each has the targets of two. */
export function mixesExamples({ augment = [] }: Pick<TrainingOptions, "augment">): boolean {
  return augment.some(({ kind }) => kind === "mixup");
}
