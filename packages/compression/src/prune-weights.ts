import { ArgumentError, assertNumber, assertOneOf, assertOptions, type OptionNames } from "@dark-knowledge/core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { assertLayerNames } from "./internal/assert-layer-names.ts";
import { copyModel } from "./internal/copy-model.ts";
import { importanceOf, type PruningCriterion } from "./internal/importance-of.ts";
import { keptOfAll, type PruningScope } from "./internal/kept-of-all.ts";
import { type Kernel, kernelsOf } from "./internal/kernels-of.ts";
import { largestKept } from "./internal/largest-kept.ts";
import { readValues } from "./internal/read-values.ts";
import { twoOfFour } from "./internal/two-of-four.ts";

/** Options of {@link pruneWeights}. */
export interface PruneWeightsOptions {
  /**
   * The share of the weights to remove, from 0 to below 1, or a share for each of some layers, by their names; others are left alone. Needed without
   * a pattern.
   */
  readonly sparsity?: number | Readonly<Record<string, number>>;
  /** Whether the share is removed from each layer, or from all together, where layers of small weights lose more. Default: `"layer"`. */
  readonly scope?: PruningScope;
  /**
   * How much a weight matters; those that matter least are removed. `"magnitude"`: |w|. `{ kind: "fisher", examples, labels? }`: w² F, twice what its removal adds to the loss to second
   * order, with the diagonal F of the Fisher information on examples of a classifier that ends in logits. `{ kind: "movement", before }`: w² − w₀², what a weight moved away from 0
   * since the model was `before`, such as before fine-tuning. Default: `"magnitude"`.
   */
  readonly criterion?: PruningCriterion;
  /**
   * `"2:4"` leaves two of each four consecutive inputs of a unit, as hardware for sparse products needs them. Instead of a sparsity; embeddings are left alone.
   */
  readonly pattern?: "2:4";
}

/**
 * Prunes a model: sets the weights to 0 that matter least, by default those whose absolute value is smallest.
 *
 * Weights are those of kernels and embeddings, the trainable ones of two axes or more; biases stay. `Math.round(sparsity · weights)` are removed; of
 * equal ones the first. Train the result with the plan {@link keepZeros}, and the weights that are left make up for the others.
 *
 * With SGD at a rate η, `w² − w₀²` is `2 η Σ_t −g_t w_t` to first order in η: twice η times the score that movement pruning adds up while it trains.
 *
 * @param model not changed
 * @returns a pruned copy, which the caller owns
 * @throws ArgumentError when an option is unknown or out of range, a layer has no such name, or a weight is not finite
 * @see Han, Pool, Tran and Dally (2015), *Learning both Weights and Connections for Efficient Neural Networks*, section 3; Mishra et al. (2021),
 *   *Accelerating Sparse Deep Neural Networks*, section 3, for 2:4; Theis, Korshunova, Tejani and Huszár (2018), *Faster gaze prediction with dense networks and Fisher pruning*,
 *   equation 7; Sanh, Wolf and Rush (2020), *Movement Pruning*, equation 5
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { pruneWeights } from "@dark-knowledge/compression";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 *
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [4], weights: [tf.tensor2d([[3], [-1], [2], [-4]]), tf.tensor1d([1])] })] });
 * const pruned = await pruneWeights(model, { sparsity: 0.5 });
 * await pruned.getWeights()[0]!.data(); // => Float32Array.of(3, 0, 0, -4)
 * await model.getWeights()[0]!.data(); // => Float32Array.of(3, -1, 2, -4)
 * ```
 */
export async function pruneWeights(model: LayersModel, options: PruneWeightsOptions): Promise<LayersModel> {
  assertOptions<PruneWeightsOptions>(NAME, options, OPTIONS);
  const all = kernelsOf(NAME, model);
  const kernels = selected(model, all, options);
  const values = await readValues(
    NAME,
    kernels.map(({ variable }) => variable),
  );
  const { criterion = "magnitude" } = options;
  const importance = await importanceOf(NAME, model, kernels, values, criterion);
  const kept = keptOf(kernels, importance, options);
  const pruned = kernels.map(
    ({ key }, which) => [key, values[which]!.map((value, place) => (kept[which]![place] === 1 ? value : 0))] as const,
  );
  return copyModel(model, new Map(pruned));
}

const NAME = "pruneWeights";

const OPTIONS: OptionNames<PruneWeightsOptions> = { sparsity: true, scope: true, criterion: true, pattern: true };

/** Checks the options, and picks the kernels to prune. */
function selected(model: LayersModel, kernels: readonly Kernel[], options: PruneWeightsOptions): readonly Kernel[] {
  const { sparsity, scope, pattern } = options;
  if (pattern !== undefined) {
    assertOneOf(NAME, "pattern", pattern, ["2:4"]);
    for (const name of ["sparsity", "scope"] as const) {
      if (options[name] !== undefined)
        throw wrong(name, "must be left out with a pattern", JSON.stringify(options[name]));
    }
    return kernels.filter(({ layer }) => model.getLayer(layer).getClassName() !== "Embedding");
  }
  if (scope !== undefined) assertOneOf(NAME, "scope", scope, ["layer", "global"]);
  if (typeof sparsity !== "object") {
    assertNumber(NAME, "sparsity", sparsity, { min: 0, below: 1 });
    return kernels;
  }
  if (scope !== undefined) {
    throw wrong("scope", "must be left out with a sparsity for each layer", JSON.stringify(scope));
  }
  const layers = { names: [...new Set(kernels.map(({ layer }) => layer))], what: "layers with kernels" };
  assertLayerNames(NAME, "sparsity", sparsity, layers, (place, share) => {
    assertNumber(NAME, place, share, { min: 0, below: 1 });
  });
  return kernels.filter(({ layer }) => Object.hasOwn(sparsity, layer));
}

function keptOf(
  kernels: readonly Kernel[],
  importance: readonly Float32Array[],
  { sparsity, scope = "layer", pattern }: PruneWeightsOptions,
): Uint8Array[] {
  if (pattern !== undefined) return kernels.map(({ variable }, which) => twoOfFour(importance[which]!, variable.shape));
  if (typeof sparsity === "number") return keptOfAll(importance, sparsity, scope);
  return kernels.map(({ layer }, which) =>
    largestKept(importance[which]!, Math.round(sparsity![layer]! * importance[which]!.length)),
  );
}

function wrong(argument: string, expected: string, received: string): ArgumentError {
  return new ArgumentError({ functionName: NAME, argument, expected, received, code: "range" });
}
