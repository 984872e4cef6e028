import { ArgumentError, assertInteger, assertNumber, assertOneOf, assertOptions } from "@dark-knowledge/core";
import { assertSchedule } from "./internal/assert-schedule.ts";
import { assertFigure, type Better, betterOf } from "./internal/figures.ts";
import { type Schedule, type SchedulePoint, scheduleValue } from "./schedule.ts";

/** Options of {@link reduceOnPlateau}. */
export interface ReduceOnPlateauOptions {
  /** The number of epochs to wait for a better figure before each reduction. */
  readonly patience: number;
  /** The factor of a reduction. Default: 0.1. */
  readonly factor?: number;
  /**
   * A figure of the task (see `ValidationFigures` and `NumberFigures`) or the name of a metric of the run. Default:
   * `"nll"`.
   */
  readonly metric?: string;
  /** Whether lower or higher figures are better; needed for a metric of the run, known for the others. */
  readonly better?: "lower" | "higher";
  /** The minimum improvement of a figure that counts. Default: 0. */
  readonly minDelta?: number;
  /** Epochs after a reduction that are not counted. Default: 0. */
  readonly cooldown?: number;
  /** The value is not reduced below this. Default: 0. */
  readonly min?: number;
}

/**
 * Multiplies a schedule by `factor` each time a figure of the validation set has not improved for `patience` epochs.
 *
 * It depends only on the history of the run, so a run that resumes from a checkpoint has the same values.
 *
 * @param initial a value, or another schedule
 * @returns a schedule, usually for the learning rate
 * @throws ArgumentError when an option is unknown or out of range, and, before the first step, when the run has no such figure
 *
 * @example
 * ```ts
 * import { reduceOnPlateau, scheduleValue } from "@dark-knowledge/training";
 *
 * const learningRate = reduceOnPlateau(0.1, { patience: 2, factor: 0.5 });
 * const epochs = [0.9, 0.5, 0.6, 0.5].map((nll, epoch) => ({
 *   epoch,
 *   terms: { total: 1 },
 *   learningRate: 0.1,
 *   validation: { size: 10, errors: 1, accuracy: 0.9, nll },
 * }));
 * scheduleValue(learningRate, { step: 30, totalSteps: 100, stepsPerEpoch: 10, epochs: epochs.slice(0, 3) }); // => 0.1
 * scheduleValue(learningRate, { step: 40, totalSteps: 100, stepsPerEpoch: 10, epochs }); // => 0.05
 * ```
 */
export function reduceOnPlateau(initial: Schedule, options: ReduceOnPlateauOptions): Schedule {
  const settings = checked(initial, options);
  const { metric, factor, min } = settings;
  return (at) => {
    if (at.figures !== undefined) assertFigure(NAME, "metric", metric, at.figures);
    const value = scheduleValue(initial, at);
    const reductions = countReductions(valuesOf(metric, at), settings);
    return reductions === 0 ? value : Math.max(Math.min(value, min), value * factor ** reductions);
  };
}

const NAME = "reduceOnPlateau";

type Settings = Required<ReduceOnPlateauOptions>;

function checked(initial: Schedule, options: ReduceOnPlateauOptions): Settings {
  assertSchedule(NAME, "initial", initial, { min: 0, float32: true });
  assertOptions<ReduceOnPlateauOptions>(NAME, options, {
    patience: true,
    factor: true,
    metric: true,
    better: true,
    minDelta: true,
    cooldown: true,
    min: true,
  });
  const { patience, factor = 0.1, metric = "nll", minDelta = 0, cooldown = 0, min = 0 } = options;
  const better: Better | undefined = options.better ?? betterOf(metric);
  assertInteger(NAME, "patience", patience, { min: 1 });
  assertNumber(NAME, "factor", factor, { above: 0, below: 1 });
  assertOneOf(NAME, "better", better, ["lower", "higher"]);
  assertNumber(NAME, "minDelta", minDelta, { min: 0 });
  assertInteger(NAME, "cooldown", cooldown, { min: 0 });
  assertNumber(NAME, "min", min, { min: 0 });
  return { patience, factor, metric, better, minDelta, cooldown, min };
}

function valuesOf(metric: string, { epochs = [] }: SchedulePoint): number[] {
  return epochs.map(({ validation }) => {
    const value = validation?.[metric];
    if (value !== undefined) return value;
    throw new ArgumentError({
      functionName: NAME,
      argument: "metric",
      expected: "must be a figure of the validation set",
      received: JSON.stringify(metric),
      code: "state",
    });
  });
}

function countReductions(values: readonly number[], { patience, better, minDelta, cooldown }: Settings): number {
  const sign = better === "lower" ? 1 : -1;
  let [best, waited, resting, reductions] = [Infinity, 0, 0, 0];
  for (const value of values) {
    if (resting > 0) {
      resting--;
      waited = 0;
    }
    if (sign * value < best - minDelta) {
      best = sign * value;
      waited = 0;
    } else if (resting === 0 && ++waited >= patience) {
      reductions++;
      resting = cooldown;
      waited = 0;
    }
  }
  return reductions;
}
