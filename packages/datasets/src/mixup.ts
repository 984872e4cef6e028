import { assertNumber, assertOptions } from "@dark-knowledge/core";
import type { MixupAugmentation } from "./augmentation.ts";

/** Options of {@link mixup}. */
export interface MixupOptions {
  /**
   * The parameter of the distribution Beta(alpha, alpha) of the shares: small numbers mix little, 1 mixes uniformly.
   */
  readonly alpha: number;
}

/**
 * Mixes each example with a random other one of the view: `λ x_i + (1 − λ) x_j`, with the numbers that the model sees
 * and `λ ≥ ½` from Beta(alpha, alpha). {@link Batch.mix} of a batch has the partners `j`, their targets and the shares
 * `λ`, so that hard and soft targets can also be mixed.
 *
 * The partner is drawn from the rows of the view, so recorded answers to mixed examples belong to that view.
 *
 * @throws ArgumentError when `alpha` is not above 0
 * @see Zhang et al. (2018), "mixup: beyond empirical risk minimization"
 *
 * @example
 * ```ts
 * import { batches, createDataset, mixup } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({ columns: { x: { values: Float32Array.of(0, 1), shape: [1] } } });
 * const options = { batchSize: 2, seed: 1, epoch: 0, augment: [mixup({ alpha: 1 })] };
 * const [{ ids, inputs, mix }] = batches(dataset, options);
 * const { shares, partners } = mix!;
 * const mixed = Array.from(ids, (id, index) => shares[index] * id + (1 - shares[index]) * partners[index]);
 * Array.from(inputs.x.values).every((value, index) => Math.abs(value - mixed[index]) < 1e-6); // => true
 * ```
 */
export function mixup(options: MixupOptions): MixupAugmentation {
  assertOptions<MixupOptions>("mixup", options, { alpha: true });
  assertNumber("mixup", "alpha", options.alpha, { above: 0 });
  return { kind: "mixup", alpha: options.alpha };
}
