import type { SchedulePoint } from "../schedule.ts";
import type { EpochSummary } from "../training-history.ts";
import type { Run } from "./run.ts";

/** Where schedules are asked for a value: at a step, after some epochs. */
export function pointAt(run: Run, step: number, epochs: readonly EpochSummary[] = []): SchedulePoint {
  const { stepsPerEpoch, validation, figures } = run;
  return {
    ...{ step, totalSteps: stepsPerEpoch * run.options.epochs, stepsPerEpoch, epochs },
    figures: validation === undefined ? [] : [...figures.keys()],
  };
}
