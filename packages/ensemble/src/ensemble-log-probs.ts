import { type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import type { EnsembleOptions } from "./ensemble-mean.ts";
import { assertMembers } from "./internal/assert-members.ts";
import { logSoftmaxAt, logWeightedSum, weightedSum } from "./internal/log-space.ts";
import { assertOptions, readWeights } from "./internal/read-options.ts";

/**
 * Computes the logarithm of the mean of the members' predictive distributions, at a temperature.
 *
 * With the members' logits `v_m`, `p_m = softmax(v_m / T)`, and weights `w_m`:
 *
 * | mean | order | result |
 * |---|---|---|
 * | arithmetic | soften-then-average | `log Σ_m w_m p_m` |
 * | arithmetic | average-then-soften | `log softmax(log(Σ_m w_m softmax(v_m)) / T)` |
 * | geometric | either | `log softmax(Σ_m w_m v_m / T)`, which is `Σ_m w_m log p_m`, normalised |
 *
 * Take two members at T = 2, the first sure of class 0, the second of class 1: `v = (6, 0, 0)` and `(0, 6, 0)`.
 * Softened first, the third class gets 0.045. Averaged first it gets 0.034, because the mean is softened as if it came
 * from one model. The example below prints both.
 *
 * Everything is computed in log space, so a class that every member rules out keeps its −∞. A member of weight 0 is
 * ignored.
 *
 * @param memberLogits one tensor `[batch, classes]` per member, float32
 * @returns `[batch, classes]`, log probabilities whose exponentials sum to 1 in each row; a new tensor that the caller owns
 * @throws ArgumentError when a tensor differs from the first in type or shape, or an option is missing or out of range
 * @see Hinton, Vinyals and Dean (2015), section 2: the teacher may be "an ensemble of models", by "an arithmetic or geometric mean"
 *
 * @example
 * ```ts
 * import { ensembleLogProbs } from "@dark-knowledge/ensemble";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const members = [tf.tensor2d([[6, 0, 0]]), tf.tensor2d([[0, 6, 0]])];
 * const probs = (options: Parameters<typeof ensembleLogProbs>[1]) => tf.exp(ensembleLogProbs(members, options)).data();
 * await probs({ mean: "arithmetic", order: "soften-then-average", temperature: 2 }); // ≈ [0.4774, 0.4774, 0.0453]
 * await probs({ mean: "arithmetic", order: "average-then-soften", temperature: 2 }); // ≈ [0.4830, 0.4830, 0.0340]
 * await probs({ mean: "geometric", order: "soften-then-average", temperature: 2 }); // ≈ [0.4498, 0.4498, 0.1004]
 * ```
 */
export function ensembleLogProbs(memberLogits: readonly Tensor2D[], options: EnsembleOptions): Tensor2D {
  assertMembers("ensembleLogProbs", memberLogits);
  assertOptions("ensembleLogProbs", options);
  const { mean, order, temperature } = options;
  const all = readWeights("ensembleLogProbs", options.weights, memberLogits.length);
  const members = memberLogits.filter((_, index) => all[index]! > 0);
  const weights = all.filter((weight) => weight > 0);
  return tidy(() => {
    if (mean === "geometric") {
      // The mean of logarithms, not of logits: logits may differ by any constant, which is infinite where a class is
      // masked.
      return logSoftmaxAt(
        weightedSum(
          members.map((logits) => logSoftmaxAt(logits, 1)),
          weights,
        ),
        temperature,
      );
    }
    const softening = order === "soften-then-average" ? temperature : 1;
    const averaged = logWeightedSum(
      members.map((logits) => logSoftmaxAt(logits, softening)),
      weights,
    );
    return order === "soften-then-average" ? averaged : logSoftmaxAt(averaged, temperature);
  });
}
