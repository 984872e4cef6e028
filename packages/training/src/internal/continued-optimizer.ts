import type { Optimizer } from "../optimizer.ts";
import type { SchedulePoint } from "../schedule.ts";

/** An optimizer for one epoch of a longer run: its schedules see the whole run. Disposing of it is left to the original's owner. */
export function continuedOptimizer(
  optimizer: Optimizer,
  { epoch, epochs }: { readonly epoch: number; readonly epochs: number },
): Optimizer {
  const within = ({ step, stepsPerEpoch }: SchedulePoint): SchedulePoint => ({
    step: epoch * stepsPerEpoch + step,
    totalSteps: epochs * stepsPerEpoch,
    stepsPerEpoch,
  });
  return {
    apply: (gradients, at) => optimizer.apply(gradients, within(at)),
    learningRate: (at) => optimizer.learningRate(within(at)),
    settings: (at) => optimizer.settings(within(at)),
    memory: optimizer.memory,
    restore: optimizer.restore,
    dispose() {},
  };
}
