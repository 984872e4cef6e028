import { assertFields, assertOptions } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { CompressionPlan } from "./compression-plan.ts";
import { checksum } from "./internal/checksum.ts";
import { gridsOf } from "./internal/grids-of.ts";
import { onGrid } from "./internal/on-grid.ts";
import { onlyKept } from "./internal/only-kept.ts";
import { QUANTISE_OPTIONS, type QuantiseWeightsOptions } from "./quantise-weights.ts";

/** Options of {@link keepQuantised}. */
export interface KeepQuantisedOptions extends QuantiseWeightsOptions {
  /** Keeps the zeros of the model, for a model that was pruned before. Default: false. */
  readonly keepZeros?: boolean;
}

/**
 * Makes a plan by which a model computes with quantised weights while it is trained: `w = s · clip(round(w' / s), −q, q)` of stored weights w' of
 * float32, so that many small updates add up to a step.
 *
 * The gradient passes straight through the rounding, `∂w/∂w' ≈ 1`, where a weight is not clipped: `|w'| ≤ (q + ½) s`. The steps are those of
 * {@link quantiseWeights} for the model as it is, and stay as they are.
 *
 * @param model as from `quantiseWeights` with the same options, and the student of the training that gets the plan
 * @throws ArgumentError when an option is unknown or out of range, a layer has no such name, or a weight is not finite
 * @see Bengio, Léonard and Courville (2013), *Estimating or Propagating Gradients Through Stochastic Neurons*, for the straight-through estimator; Jacob et al. (2018),
 *   *Quantization and Training of Neural Networks*, section 3
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { keepQuantised, quantiseWeights } from "@dark-knowledge/compression";
 * import { generatedDigits } from "@dark-knowledge/datasets";
 * import { createMlp, distill } from "@dark-knowledge/training";
 *
 * const { train } = generatedDigits({ trainSize: 100, testSize: 10, seed: 1 });
 * const net = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [16], classCount: 10, seed: 1 });
 * const options = { bits: 4, calibration: "mse" } as const;
 * const student = await quantiseWeights(net, options);
 * await distill(student, net, train, { temperature: 4, epochs: 1, seed: 1, plan: await keepQuantised(student, options) });
 * // Of each unit there are at most 15 different weights.
 * const kernel = await student.getWeights()[2]!.data();
 * new Set(kernel.filter((_, place) => place % 10 === 0)).size <= 15; // => true
 * ```
 */
export async function keepQuantised(model: LayersModel, options: KeepQuantisedOptions): Promise<CompressionPlan> {
  assertOptions<KeepQuantisedOptions>(NAME, options, { ...QUANTISE_OPTIONS, keepZeros: true });
  assertFields(NAME, options, { keepZeros: "flag?" });
  const { keepZeros = false } = options;
  const kernels = await gridsOf(NAME, model, options);
  return {
    variables: kernels.map(({ variable }) => variable),
    settings: {
      ...{ name: NAME, bits: kernels.map(({ bits }) => bits).join(", "), keepZeros },
      steps: checksum(kernels.flatMap(({ grid }) => [...new Uint8Array(grid.steps.buffer)])),
    },
    weights: (stored) => stored.map((values, index) => onGrid(values, kernels[index]!.grid)),
    gradient: (gradient, { index, stored }) =>
      tf.tidy(() => {
        const { steps, most } = kernels[index]!.grid;
        const borders = tf.tensor1d(steps.map((step) => (most + 0.5) * step));
        const passed = tf.where(tf.lessEqual(tf.abs(stored), borders), gradient, tf.zerosLike(gradient));
        return keepZeros ? onlyKept(passed, stored) : passed;
      }),
  };
}

const NAME = "keepQuantised";
