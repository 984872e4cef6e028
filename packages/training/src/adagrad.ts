import { assertNumber, assertOptions } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { createSlots } from "./create-slots.ts";
import { assertSchedule } from "./internal/assert-schedule.ts";
import type { Optimizer } from "./optimizer.ts";
import { type Schedule, scheduleValue } from "./schedule.ts";

/** Options of {@link adagrad}. */
export interface AdagradOptions {
  readonly learningRate: Schedule;
  /** Added to the divisor, so that the division is finite. Default: 1e-10. */
  readonly epsilon?: number;
}

/**
 * Adagrad with a diagonal matrix: `s ← s + g²`, `w ← w − η·g / (√s + ε)`. Weights that rarely have a gradient, such as the
 * embeddings of rare words, keep a large step.
 *
 * @throws ArgumentError when a number is out of range
 * @see Duchi, Hazan and Singer (2011), "Adaptive subgradient methods for online learning and stochastic optimization", figure 1
 *
 * @example
 * ```ts
 * import { adagrad } from "@dark-knowledge/training";
 *
 * const optimizer = adagrad({ learningRate: 0.1 });
 * optimizer.learningRate({ step: 0, totalSteps: 10, stepsPerEpoch: 5 }); // => 0.1
 * optimizer.dispose();
 * ```
 */
export function adagrad(options: AdagradOptions): Optimizer {
  assertOptions<AdagradOptions>("adagrad", options, { learningRate: true, epsilon: true });
  const { learningRate, epsilon = 1e-10 } = options;
  assertSchedule("adagrad", "learningRate", learningRate, { min: 0, float32: true });
  assertNumber("adagrad", "epsilon", epsilon, { above: 0, float32: true });
  const slots = createSlots(["squareSum"]);
  return {
    apply(gradients, at) {
      const rate = scheduleValue(learningRate, at);
      for (const { variable, gradient } of gradients) {
        const { squareSum } = slots.of(variable);
        tf.tidy(() => {
          squareSum.assign(tf.add(squareSum, tf.square(gradient)));
          const step = tf.div(tf.mul(gradient, rate), tf.add(tf.sqrt(squareSum), epsilon));
          variable.assign(tf.sub(variable, step));
        });
      }
    },
    learningRate: (at) => scheduleValue(learningRate, at),
    settings: (at) => ({ name: "adagrad", learningRate: scheduleValue(learningRate, at), epsilon }),
    memory: slots.read,
    restore: slots.restore,
    dispose: slots.dispose,
  };
}
