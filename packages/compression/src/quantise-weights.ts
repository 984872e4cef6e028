import { assertOptions, type OptionNames } from "@dark-knowledge/core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { copyModel } from "./internal/copy-model.ts";
import { gridsOf } from "./internal/grids-of.ts";
import { onGrid } from "./internal/on-grid.ts";

/** Options of {@link quantiseWeights}. */
export interface QuantiseWeightsOptions {
  /** The bits of a weight, from 2 to 8; or the bits of some layers, by their names. Others are left alone. */
  readonly bits: number | Readonly<Record<string, number>>;
  /**
   * The step of a channel, `largest / (2 ** (bits - 1) - 1)`, from its `largest` weight: `"min-max"`; from the weight at a percentile of the magnitudes; or by the
   * largest that leaves the least squared error, `"mse"`. Weights above it are clipped. Default: `"min-max"`.
   */
  readonly calibration?: "min-max" | "mse" | { readonly percentile: number };
}

/**
 * Quantises the weights of kernels: each becomes the nearest of the multiples `−q … q` of a step, `w ← s · clip(round(w / s), −q, q)` with
 * `q = 2 ** (bits - 1) - 1`. Each channel, a place along the last axis such as a unit or a filter, has its own step.
 *
 * Zeros stay zeros. Weights are float32 as before, so the model runs everywhere; `packModel` writes them in so many bits. Activations are not
 * quantised. Train the result with the plan {@link keepQuantised}.
 *
 * @param model not changed
 * @returns a copy with quantised weights, which the caller owns
 * @throws ArgumentError when an option is unknown or out of range, a layer has no such name, or a weight is not finite
 * @see Krishnamoorthi (2018), *Quantizing deep convolutional networks for efficient inference*, section 2.2; Banner, Nahshan and Soudry (2019) for
 *   clipping by the squared error
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { quantiseWeights } from "@dark-knowledge/compression";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 *
 * const kernel = tf.tensor2d([[7, 14], [3.4, -2.9], [-1.6, 0]]);
 * const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [3], weights: [kernel, tf.tensor1d([0.5, 0.5])] })] });
 * // Of 4 bits: −7 to 7, in steps of 1 in the first unit, and of 2 in the second.
 * const quantised = await quantiseWeights(model, { bits: 4 });
 * await quantised.getWeights()[0]!.data(); // => Float32Array.of(7, 14, 3, -2, -2, 0)
 * ```
 */
export async function quantiseWeights(model: LayersModel, options: QuantiseWeightsOptions): Promise<LayersModel> {
  assertOptions<QuantiseWeightsOptions>("quantiseWeights", options, QUANTISE_OPTIONS);
  const values = new Map<string, Float32Array>();
  for (const { key, variable, grid } of await gridsOf("quantiseWeights", model, options)) {
    const quantised = onGrid(variable, grid);
    values.set(key, Float32Array.from(await quantised.data()));
    quantised.dispose();
  }
  return copyModel(model, values);
}

/** The names of the options. */
export const QUANTISE_OPTIONS: OptionNames<QuantiseWeightsOptions> = { bits: true, calibration: true };
