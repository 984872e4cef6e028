import { assertObject } from "@dark-knowledge/core";
import { add, exp, mul, sub, sum, type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertMembers } from "./internal/assert-members.ts";
import { logSoftmaxAt, logWeightedSum, productWithMasked } from "./internal/log-space.ts";
import { readWeights } from "./internal/read-options.ts";

/**
 * Computes how much the members of an ensemble disagree about each example: the mutual information between the
 * prediction and the choice of the member, `H(Σ_m w_m p_m) − Σ_m w_m H(p_m)`, in nats.
 *
 * 0 if all members give the same distribution, however unsure; `log M` if M members of equal weight are each certain of
 * a different class. Computed as `Σ_m w_m KL(p_m ‖ p̄)`, which does not cancel.
 *
 * @param memberLogits one tensor `[batch, classes]` per member, float32; taken at temperature 1
 * @returns `[batch]`, a new tensor that the caller owns
 * @throws ArgumentError when a tensor differs from the first in type or shape, or the weights are wrong
 * @see Lakshminarayanan, Pritzel and Blundell (2017), "Simple and scalable predictive uncertainty estimation using deep ensembles"
 *
 * @example
 * ```ts
 * import { memberDisagreement } from "@dark-knowledge/ensemble";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * // They agree that the first is unclear, and each is certain of a different class for the second.
 * const members = [tf.tensor2d([[0, 0], [50, 0]]), tf.tensor2d([[0, 0], [0, 50]])];
 * await memberDisagreement(members).data(); // ≈ [0.0000, 0.6931]
 * ```
 */
export function memberDisagreement(
  memberLogits: readonly Tensor2D[],
  options: { readonly weights?: readonly number[] } = {},
): Tensor1D {
  assertMembers("memberDisagreement", memberLogits);
  assertObject("memberDisagreement", "options", options);
  const all = readWeights("memberDisagreement", options.weights, memberLogits.length);
  const weights = all.filter((weight) => weight > 0);
  return tidy(() => {
    const logProbs = memberLogits.filter((_, index) => all[index]! > 0).map((logits) => logSoftmaxAt(logits, 1));
    const mean = logWeightedSum(logProbs, weights);
    const divergences = logProbs.map((one, index) => {
      const probs = exp(one);
      const surprise = sub(productWithMasked(probs, one), productWithMasked(probs, mean));
      return mul<Tensor1D>(sum(surprise, 1), weights[index]!);
    });
    return divergences.reduce((total, one) => add(total, one));
  });
}
