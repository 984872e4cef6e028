import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { CompressionPlan } from "./compression-plan.ts";
import { kernelsOf } from "./internal/kernels-of.ts";
import { onlyKept } from "./internal/only-kept.ts";

/**
 * Makes a plan by which the zeros of a pruned model stay zeros while it is trained: `w = w' ⊙ m`, and of the gradient `g ⊙ m` passes, with `m` 1
 * where the model has a weight other than 0.
 *
 * So no momentum builds up for a weight that is gone. All zeros of kernels are kept, also those of a kernel that starts with zeros.
 *
 * @param model as from {@link pruneWeights}, and the student of the training that gets the plan
 * @throws ArgumentError when the model is no LayersModel, or has no kernels
 * @see Han, Pool, Tran and Dally (2015), section 3
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { keepZeros, pruneWeights, sparsityOf } from "@dark-knowledge/compression";
 * import { generatedDigits } from "@dark-knowledge/datasets";
 * import { createMlp, distill } from "@dark-knowledge/training";
 *
 * const { train } = generatedDigits({ trainSize: 100, testSize: 10, seed: 1 });
 * const student = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [16], classCount: 10, seed: 1 });
 * const pruned = await pruneWeights(student, { sparsity: 0.75 });
 * // The student before pruning is the teacher that repairs the damage.
 * await distill(pruned, student, train, { temperature: 4, epochs: 2, seed: 1, plan: keepZeros(pruned) });
 * (await sparsityOf(pruned)).sparsity; // => 0.75
 * ```
 */
export function keepZeros(model: LayersModel): CompressionPlan {
  const variables = kernelsOf("keepZeros", model).map(({ variable }) => variable);
  return {
    variables,
    settings: { name: "keepZeros", kernels: variables.length },
    weights: (stored, current) => stored.map((values, index) => onlyKept(values, current[index]!)),
    gradient: (gradient, { current }) => onlyKept(gradient, current),
  };
}
