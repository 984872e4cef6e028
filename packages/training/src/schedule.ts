import { assertFields, assertInteger, assertNumber, assertOptions } from "@dark-knowledge/core";
import type { EpochSummary } from "./training-history.ts";

/** A point of a training run, at which a schedule is evaluated. */
export interface SchedulePoint {
  /** Steps taken so far; 0 at the first. */
  readonly step: number;
  /** Steps that the whole run will take. */
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  /** The results of the finished epochs. Default: none. */
  readonly epochs?: readonly EpochSummary[];
  /** The names of the figures that an epoch's validation has. Default: unknown. */
  readonly figures?: readonly string[];
}

/** A value that may change during training. A number is constant. */
export type Schedule = number | ((at: SchedulePoint) => number);

/**
 * Returns the value of a schedule at a point.
 *
 * @example
 * ```ts
 * import { scheduleValue } from "@dark-knowledge/training";
 *
 * const at = { step: 30, totalSteps: 100, stepsPerEpoch: 10 };
 * scheduleValue(0.9, at); // => 0.9
 * scheduleValue(({ step, totalSteps }) => step / totalSteps, at); // => 0.3
 * ```
 */
export function scheduleValue(schedule: Schedule, at: SchedulePoint): number {
  if (typeof schedule === "number") return schedule;
  assertFields("scheduleValue", { schedule }, { schedule: "function" });
  return schedule(at);
}

/** Options of {@link cosineDecay}. */
export interface CosineDecayOptions {
  /** Steps of linear rise from zero before the decay begins. Default: 0. */
  readonly warmupSteps?: number;
  /** The value at the end of training. Default: 0. */
  readonly final?: number;
}

/**
 * Falls from `initial` to `final` along half a cosine over the whole run, after a linear warm-up.
 *
 * @throws ArgumentError when a number is negative or not finite
 * @see Loshchilov and Hutter (2017), "SGDR", equation 5, without restarts
 *
 * @example
 * ```ts
 * import { cosineDecay, scheduleValue } from "@dark-knowledge/training";
 *
 * const learningRate = cosineDecay(0.1);
 * scheduleValue(learningRate, { step: 0, totalSteps: 100, stepsPerEpoch: 10 }); // => 0.1
 * scheduleValue(learningRate, { step: 50, totalSteps: 100, stepsPerEpoch: 10 }); // => 0.05
 * ```
 */
export function cosineDecay(initial: number, options: CosineDecayOptions = {}): Schedule {
  assertOptions<CosineDecayOptions>("cosineDecay", options, { warmupSteps: true, final: true });
  const { warmupSteps = 0, final = 0 } = options;
  assertNumber("cosineDecay", "initial", initial, { min: 0, float32: true });
  assertInteger("cosineDecay", "warmupSteps", warmupSteps, { min: 0 });
  assertNumber("cosineDecay", "final", final, { min: 0, float32: true });
  return ({ step, totalSteps }) => {
    if (step < warmupSteps) return (initial * (step + 1)) / (warmupSteps + 1);
    const progress = Math.min(1, (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
    return final + (initial - final) * 0.5 * (1 + Math.cos(Math.PI * progress));
  };
}

/**
 * Multiplies `initial` by `factor` after every epoch.
 *
 * @throws ArgumentError when `initial` is negative, or `factor` is not in (0, 1]
 * @see Hinton et al. (2012), arXiv 1207.0580, appendix A.1, where the factor is 0.998
 *
 * @example
 * ```ts
 * import { exponentialDecay, scheduleValue } from "@dark-knowledge/training";
 *
 * scheduleValue(exponentialDecay(8, 0.5), { step: 25, totalSteps: 100, stepsPerEpoch: 10 }); // => 2
 * ```
 */
export function exponentialDecay(initial: number, factor: number): Schedule {
  assertNumber("exponentialDecay", "initial", initial, { min: 0, float32: true });
  assertNumber("exponentialDecay", "factor", factor, { above: 0, max: 1 });
  return ({ step, stepsPerEpoch }) => initial * factor ** Math.floor(step / stepsPerEpoch);
}

/** Options of {@link linearRamp}. */
export interface LinearRampOptions {
  /** The number of epochs of the ramp; afterwards the value stays at `final`. */
  readonly epochs: number;
}

/**
 * Goes from `initial` to `final` in a straight line over a number of epochs, then stays. Meant for momentum.
 *
 * @throws ArgumentError when a number is negative or not finite, or `epochs` is not positive
 * @see Hinton et al. (2012), arXiv 1207.0580, appendix A.1: momentum from 0.5 to 0.99 over 500 epochs
 *
 * @example
 * ```ts
 * import { linearRamp, scheduleValue } from "@dark-knowledge/training";
 *
 * const momentum = linearRamp(0.5, 0.75, { epochs: 2 });
 * scheduleValue(momentum, { step: 10, totalSteps: 100, stepsPerEpoch: 10 }); // => 0.625
 * ```
 */
export function linearRamp(initial: number, final: number, options: LinearRampOptions): Schedule {
  assertOptions<LinearRampOptions>("linearRamp", options, { epochs: true });
  assertNumber("linearRamp", "initial", initial, { min: 0, float32: true });
  assertNumber("linearRamp", "final", final, { min: 0, float32: true });
  assertNumber("linearRamp", "epochs", options.epochs, { above: 0 });
  return ({ step, stepsPerEpoch }) =>
    initial + (final - initial) * Math.min(1, step / (options.epochs * stepsPerEpoch));
}
