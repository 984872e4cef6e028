import { add, mul, type Tensor1D } from "@tensorflow/tfjs-core";

/** A term of weight 0 is left out, not multiplied by 0: it may be infinite, and its gradient would cost something. */
export function weightedTotal(soft: Tensor1D, softWeight: number, hard: Tensor1D, hardWeight: number): Tensor1D {
  if (hardWeight === 0) return mul(soft, softWeight);
  if (softWeight === 0) return mul(hard, hardWeight);
  return add(mul(soft, softWeight), mul(hard, hardWeight));
}
