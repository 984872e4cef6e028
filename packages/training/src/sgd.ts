import { sgdUpdate } from "@dark-knowledge/backend";
import { ArgumentError, assertNumber, assertOptions } from "@dark-knowledge/core";
import { createSlots } from "./create-slots.ts";
import { assertSchedule } from "./internal/assert-schedule.ts";
import type { Optimizer } from "./optimizer.ts";
import { type Schedule, scheduleValue } from "./schedule.ts";

/** Options of {@link sgd}. */
export interface SgdOptions {
  readonly learningRate: Schedule;
  /** The share of the velocity that is kept from step to step. Default: 0, plain gradient descent. */
  readonly momentum?: Schedule;
  /** Looks ahead along the velocity before stepping. Default: false. */
  readonly nesterov?: boolean;
  /** L2 penalty: this times the weight is added to the gradient of every matrix (not of biases). Default: 0. */
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent with momentum: `v ← m·v + g`, `w ← w − η·v`; with Nesterov's look-ahead
 * `w ← w − η·(g + m·v)`.
 *
 * @throws ArgumentError when a number is out of range, or `nesterov` is set without momentum
 * @see Sutskever, Martens, Dahl and Hinton (2013), "On the importance of initialization and momentum in deep learning"
 *
 * @example
 * ```ts
 * import { cosineDecay, sgd } from "@dark-knowledge/training";
 *
 * const optimizer = sgd({ learningRate: cosineDecay(0.1), momentum: 0.9 });
 * optimizer.learningRate({ step: 0, totalSteps: 10, stepsPerEpoch: 5 }); // => 0.1
 * optimizer.dispose();
 * ```
 */
export function sgd(options: SgdOptions): Optimizer {
  assertOptions<SgdOptions>("sgd", options, {
    learningRate: true,
    momentum: true,
    nesterov: true,
    weightDecay: true,
  });
  const { learningRate, momentum = 0, nesterov = false, weightDecay = 0 } = options;
  assertSchedule("sgd", "learningRate", learningRate, { min: 0, float32: true });
  assertSchedule("sgd", "momentum", momentum, { min: 0, below: 1 });
  assertNumber("sgd", "weightDecay", weightDecay, { min: 0, float32: true });
  const hasMomentum = momentum !== 0;
  if (nesterov && !hasMomentum) {
    throw new ArgumentError({
      functionName: "sgd",
      argument: "momentum",
      expected: "must be above 0 with nesterov",
      received: "0",
      code: "range",
    });
  }
  const slots = createSlots(["velocity"]);

  return {
    apply(gradients, at) {
      const rate = scheduleValue(learningRate, at);
      const kept = scheduleValue(momentum, at);
      for (const { variable, gradient } of gradients) {
        sgdUpdate(variable, gradient, {
          learningRate: rate,
          velocity: hasMomentum ? slots.of(variable).velocity : undefined,
          momentum: kept,
          nesterov,
          weightDecay: variable.rank > 1 ? weightDecay : 0,
        });
      }
    },
    learningRate: (at) => scheduleValue(learningRate, at),
    settings: (at) => ({
      name: "sgd",
      learningRate: scheduleValue(learningRate, at),
      momentum: scheduleValue(momentum, at),
      nesterov,
      weightDecay,
    }),
    memory: slots.read,
    restore: slots.restore,
    dispose: slots.dispose,
  };
}
