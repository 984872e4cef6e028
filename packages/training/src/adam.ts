import { adamUpdate } from "@dark-knowledge/backend";
import { assertNumber, assertOptions, type OptionNames } from "@dark-knowledge/core";
import type * as tf from "@tensorflow/tfjs-core";
import { createSlots } from "./create-slots.ts";
import { assertSchedule } from "./internal/assert-schedule.ts";
import type { Optimizer } from "./optimizer.ts";
import { type Schedule, scheduleValue } from "./schedule.ts";

/** Options of {@link adam}. */
export interface AdamOptions {
  readonly learningRate: Schedule;
  /** Decay of the running mean of gradients. Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the running mean of squared gradients. Default: 0.999. */
  readonly beta2?: number;
  /** Added to the divisor, so that the division is finite. Default: 1e-8. */
  readonly epsilon?: number;
}

/** Options of {@link adamw}. */
export interface AdamWOptions extends AdamOptions {
  /** The share of every matrix (not of biases) that a step subtracts, times the learning rate. */
  readonly weightDecay: number;
}

/**
 * Adam: `w ← w − η·m̂ / (√v̂ + ε)` with bias-corrected running means m of the gradient and v of its square.
 *
 * @throws ArgumentError when a number is out of range
 * @see Kingma and Ba (2015), algorithm 1
 *
 * @example
 * ```ts
 * import { adam } from "@dark-knowledge/training";
 *
 * const optimizer = adam({ learningRate: 1e-3 });
 * optimizer.learningRate({ step: 0, totalSteps: 10, stepsPerEpoch: 5 }); // => 0.001
 * optimizer.dispose();
 * ```
 */
export function adam(options: AdamOptions): Optimizer {
  assertOptions<AdamOptions>("adam", options, NAMES, { weightDecay: "use adamw" });
  return createAdam("adam", { ...options, weightDecay: 0 });
}

/**
 * Adam with decoupled weight decay: {@link adam}'s step, and in addition `w ← w − η·λ·w`.
 *
 * @throws ArgumentError when a number is out of range
 * @see Loshchilov and Hutter (2019), "Decoupled weight decay regularization", algorithm 2
 *
 * @example
 * ```ts
 * import { adamw } from "@dark-knowledge/training";
 *
 * const optimizer = adamw({ learningRate: 1e-3, weightDecay: 0.01 });
 * optimizer.learningRate({ step: 0, totalSteps: 10, stepsPerEpoch: 5 }); // => 0.001
 * optimizer.dispose();
 * ```
 */
export function adamw(options: AdamWOptions): Optimizer {
  assertOptions<AdamWOptions>("adamw", options, { ...NAMES, weightDecay: true });
  return createAdam("adamw", options);
}

const NAMES: OptionNames<AdamOptions> = { learningRate: true, beta1: true, beta2: true, epsilon: true };

function createAdam(functionName: string, options: AdamWOptions): Optimizer {
  const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay } = options;
  assertSchedule(functionName, "learningRate", learningRate, { min: 0, float32: true });
  assertNumber(functionName, "beta1", beta1, { min: 0, below: 1 });
  assertNumber(functionName, "beta2", beta2, { min: 0, below: 1 });
  assertNumber(functionName, "epsilon", epsilon, { above: 0, float32: true });
  assertNumber(functionName, "weightDecay", weightDecay, { min: 0, float32: true });
  const slots = createSlots(["mean", "meanSquare"]);
  // Counted per variable: the bias correction uses the number of steps in which the variable had a gradient.
  const steps = new Map<tf.Variable, number>();

  function update(variable: tf.Variable, gradient: tf.Tensor, rate: number): void {
    const step = (steps.get(variable) ?? 0) + 1;
    steps.set(variable, step);
    adamUpdate(variable, gradient, {
      ...slots.of(variable),
      step,
      learningRate: rate,
      beta1,
      beta2,
      epsilon,
      weightDecay: variable.rank > 1 ? weightDecay : 0,
    });
  }

  return {
    apply(gradients, at) {
      const rate = scheduleValue(learningRate, at);
      for (const { variable, gradient } of gradients) update(variable, gradient, rate);
    },
    learningRate: (at) => scheduleValue(learningRate, at),
    settings: (at) => ({
      name: functionName,
      learningRate: scheduleValue(learningRate, at),
      beta1,
      beta2,
      epsilon,
      weightDecay,
    }),
    async memory(variables) {
      const memories = await slots.read(variables);
      return memories.map((memory, index) => {
        const taken = steps.get(variables[index]!);
        return taken === undefined ? memory : { ...memory, steps: taken };
      });
    },
    restore(variables, memories) {
      slots.restore(variables, memories);
      steps.clear();
      memories.forEach(({ steps: taken }, index) => {
        if (typeof taken === "number") steps.set(variables[index]!, taken);
      });
    },
    dispose() {
      slots.dispose();
      steps.clear();
    },
  };
}
