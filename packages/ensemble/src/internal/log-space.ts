import {
  add,
  clipByValue,
  div,
  exp,
  log,
  max,
  mul,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
} from "@tensorflow/tfjs-core";

/** Stands for −∞ where a difference of two −∞ would be NaN. No real logarithm of a probability comes near it. */
const FLOOR = -(2 ** 100);

/** `log softmax(logits / T)`. The largest logit is subtracted first, since z / T is too coarse for a small T. */
export function logSoftmaxAt(logits: Tensor2D, temperature: number): Tensor2D {
  const shifted = div<Tensor2D>(sub(logits, max(logits, 1, true)), temperature);
  return sub(shifted, log(sum(exp(shifted), 1, true)));
}

/** `log Σ_m w_m exp(logProbs_m)`, class by class; −∞ where it is −∞ for every member. */
export function logWeightedSum(logProbs: readonly Tensor2D[], weights: readonly number[]): Tensor2D {
  const terms = stack(logProbs.map((one, index) => add(one, Math.log(weights[index]!))));
  const top = clipByValue(max(terms, 0), FLOOR, 0);
  return add<Tensor2D>(log(sum(exp(sub(terms, top)), 0)), top);
}

/** `Σ_m w_m · values_m`. */
export function weightedSum(values: readonly Tensor2D[], weights: readonly number[]): Tensor2D {
  return values
    .map((value, index) => mul<Tensor2D>(value, weights[index]!))
    .reduce((total, value) => add(total, value));
}

/** `a · b` with 0 · (−∞) taken as 0. */
export function productWithMasked(probs: Tensor, logProbs: Tensor): Tensor {
  return mul(probs, clipByValue(logProbs, FLOOR, -FLOOR));
}
