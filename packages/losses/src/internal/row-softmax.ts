import {
  div,
  expandDims,
  log,
  max,
  mul,
  softmax,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from "@tensorflow/tfjs-core";
import { constant } from "./constant.ts";

/** The rows of a batch of logits at one temperature, as constants. */
export interface RowSoftmax {
  /** `(z − max z) / T`, never above 0. The largest is taken off first, since z / T is too coarse a number for a small T. */
  readonly scaled: Tensor2D;
  /** `softmax(z / T)`. */
  readonly probs: Tensor2D;
}

/** Row-wise softmax at a temperature, with the shifted logits that go with it: `log q = scaled − logNormaliser(probs)`. */
export function rowSoftmax(logits: Tensor2D, temperature: number): RowSoftmax {
  return softmaxOfShifted(shiftRows(logits), temperature);
}

/** `z − max z` of each row, as a constant, for {@link softmaxOfShifted} at one temperature or more. */
export function shiftRows(logits: Tensor2D): Tensor2D {
  return constant(() => sub(logits, max(logits, 1, true)));
}

/**
 * {@link rowSoftmax} of logits that are shifted already.
 *
 * The softmax is tfjs's own kernel, because that is the fast one on wasm, where `exp` and `log` of a whole batch are slow.
 */
export function softmaxOfShifted(shifted: Tensor2D, temperature: number): RowSoftmax {
  const scaled = temperature === 1 ? shifted : constant(() => div<Tensor2D>(shifted, temperature));
  return { scaled, probs: constant(() => softmax(scaled)) };
}

/** `log Σ_c exp(scaled_c)`, `[batch]`. The largest `scaled` is 0, so its probability is one over that sum. */
export function logNormaliser(probs: Tensor2D): Tensor1D {
  // Not `neg`, which would make a perfect loss −0.
  return sub(0, log(max(probs, 1)));
}

/** `logNormaliser(probs) − logNormaliser(others)`, with a smaller rounding error than that difference. */
export function logNormaliserGap(probs: Tensor2D, others: Tensor2D): Tensor1D {
  return log(div<Tensor1D>(max(others, 1), max(probs, 1)));
}

/**
 * `p_c · (outer_c − Σ_k p_k · outer_k)`: T times the gradient of `Σ_c outer_c · softmax(z / T)_c` with respect to z.
 */
export function softmaxPullback(probs: Tensor2D, outer: Tensor2D): Tensor2D {
  return mul(probs, sub(outer, sum(mul(probs, outer), 1, true)));
}

/** A gradient that came in per example, times `factor`, as a column that scales rows. */
export function rowScale(upstream: Tensor, factor: number | Tensor): Tensor2D {
  return expandDims<Tensor2D>(mul(upstream, factor), 1);
}
