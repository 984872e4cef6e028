import { assertInteger, assertOneOf, assertOptions } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { CompressionPlan } from "./compression-plan.ts";
import { assertGradual, GRADUAL_OPTIONS, type GradualSparsityOptions, sparsityAt } from "./gradual-sparsity.ts";
import { keptOfAll, type PruningScope } from "./internal/kept-of-all.ts";
import { kernelsOf } from "./internal/kernels-of.ts";
import { onlyKept } from "./internal/only-kept.ts";
import { readValues } from "./internal/read-values.ts";

/** Options of {@link pruneGradually}. */
export interface PruneGraduallyOptions extends GradualSparsityOptions {
  /** The steps from one mask to the next. Default: 100. */
  readonly every?: number;
  /** Whether the share is removed from each layer, or from all together. Default: `"layer"`. */
  readonly scope?: PruningScope;
}

/**
 * Makes a plan that prunes a model while it is trained: every so many steps the smallest magnitudes go, as many as {@link gradualSparsity} says,
 * and what is gone stays gone, as with {@link keepZeros}.
 *
 * Between two masks the weights that are left recover. End the run a good while after `endStep`: steps after it repair the last mask.
 *
 * @param model the student of the training that gets the plan; not changed until then
 * @throws ArgumentError when an option is unknown or out of range, or the model has no kernels
 * @see Zhu and Gupta (2017), *To prune, or not to prune*, section 3
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { pruneGradually, sparsityOf } from "@dark-knowledge/compression";
 * import { generatedDigits } from "@dark-knowledge/datasets";
 * import { createMlp, trainClassifier } from "@dark-knowledge/training";
 *
 * const { train } = generatedDigits({ trainSize: 100, testSize: 10, seed: 1 });
 * const net = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [16], classCount: 10, seed: 1 });
 * // 7 steps an epoch
 * const plan = pruneGradually(net, { sparsity: 0.75, endStep: 10, every: 2 });
 * await trainClassifier(net, train, { epochs: 3, seed: 1, batchSize: 16, plan });
 * (await sparsityOf(net)).sparsity; // => 0.75
 * ```
 */
export function pruneGradually(model: LayersModel, options: PruneGraduallyOptions): CompressionPlan {
  assertOptions<PruneGraduallyOptions>(NAME, options, { ...GRADUAL_OPTIONS, every: true, scope: true });
  assertGradual(NAME, options);
  const { sparsity, initialSparsity = 0, beginStep = 0, endStep, every = 100, scope = "layer" } = options;
  assertInteger(NAME, "every", every, { min: 1 });
  assertOneOf(NAME, "scope", scope, ["layer", "global"]);
  const variables = kernelsOf(NAME, model).map(({ variable }) => variable);
  const hasMask = (step: number) =>
    step === endStep || (step >= beginStep && step < endStep && (step - beginStep) % every === 0);

  return {
    variables,
    settings: { name: NAME, ...{ sparsity, initialSparsity, beginStep, endStep, every, scope } },
    async weights(stored, current, { step }) {
      const weights = stored.map((values, index) => onlyKept(values, current[index]!));
      if (!hasMask(step)) return weights;
      try {
        const values = await readValues(NAME, weights);
        const magnitudes = values.map((all) => all.map(Math.abs));
        const kept = keptOfAll(magnitudes, sparsityAt(step, options), scope);
        return values.map((all, which) => {
          const left = all.map((value, place) => (kept[which]![place] === 1 ? value : 0));
          return tf.tensor(left, stored[which]!.shape);
        });
      } finally {
        tf.dispose(weights);
      }
    },
    gradient: (gradient, { current }) => onlyKept(gradient, current),
  };
}

const NAME = "pruneGradually";
