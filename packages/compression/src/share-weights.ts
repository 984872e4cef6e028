import { assertOptions } from "@dark-knowledge/core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { clusterValues, nearestCentre } from "./internal/cluster-values.ts";
import { copyModel } from "./internal/copy-model.ts";
import { kernelsWithBits } from "./internal/kernels-with-bits.ts";
import { readValues } from "./internal/read-values.ts";

/** Options of {@link shareWeights}. */
export interface ShareWeightsOptions {
  /** A kernel gets `2 ** bits` different values, from 1 to 8; or the bits of some layers, by their names. */
  readonly bits: number | Readonly<Record<string, number>>;
}

/**
 * Lets the weights of each kernel share a few values, its codebook: each weight becomes the nearest of `2 ** bits` centres.
 *
 * The centres are those of k-means, with the least `Σ (w − c)²`: exact where the paper iterates, up to 2²² weights times centres of a kernel. Zeros
 * stay zeros and take no centre, so prune first. Train the result with the plan {@link keepShared}.
 *
 * @param model not changed
 * @returns a copy with shared weights, which the caller owns
 * @throws ArgumentError when an option is unknown or out of range, a layer has no such name, or a weight is not finite
 * @see Han, Mao and Dally (2016), *Deep Compression*, section 3.1, equation 2; Wang and Song (2011), *Ckmeans.1d.dp*, for the exact solution
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { shareWeights } from "@dark-knowledge/compression";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 *
 * const kernel = tf.tensor2d([[1], [3], [0], [-8], [-6], [-7]]);
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [6], weights: [kernel, tf.tensor1d([1])] })] });
 * const shared = await shareWeights(model, { bits: 1 });
 * await shared.getWeights()[0]!.data(); // => Float32Array.of(2, 2, 0, -7, -7, -7)
 * ```
 */
export async function shareWeights(model: LayersModel, options: ShareWeightsOptions): Promise<LayersModel> {
  assertOptions<ShareWeightsOptions>(NAME, options, { bits: true });
  const chosen = kernelsWithBits(NAME, model, options.bits, 1);
  const values = await readValues(
    NAME,
    chosen.map(({ variable }) => variable),
  );
  const shared = chosen.map(({ key, bits: own }, index) => {
    const weights = values[index]!;
    const centres = clusterValues(
      weights.filter((value) => value !== 0),
      2 ** own,
    );
    return [key, weights.map((value) => (value === 0 ? 0 : centres[nearestCentre(centres, value)]!))] as const;
  });
  return copyModel(model, new Map(shared));
}

const NAME = "shareWeights";
