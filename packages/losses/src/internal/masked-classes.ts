import { add, clipByValue, mul, relu, sub, sum, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";

// A class with a logit of −∞ is masked. Products like 0 · (−∞) are NaN, and `where` and comparisons are slow on wasm, so
// −∞ becomes a finite stand-in that no real logit comes near, and arithmetic finds it again.
const MASKED = -(2 ** 100);

/** Shifted logits (at most 0) with −∞ replaced by the stand-in. NaN may be lost: take it from the probabilities. */
export function boundScaled(scaled: Tensor2D): Tensor2D {
  return clipByValue(scaled, MASKED, 0);
}

/** Any logits with −∞ replaced by the stand-in; NaN and +∞ become NaN on every backend. */
export function boundLogits(logits: Tensor2D): Tensor2D {
  return add(clipByValue(logits, MASKED, -MASKED), mul(relu(logits), 0));
}

/** `[batch]`: +∞ where a row of `weights` puts anything on a class that `bounded` masks, otherwise 0. */
export function infiniteWhereMasked(weights: Tensor2D, bounded: Tensor2D): Tensor1D {
  const onMasked = sum<Tensor1D>(mul(weights, relu(sub(MASKED / 2, bounded))), 1);
  // Even the smallest float32 weight is above 1e-16 here, and twice 2^127 takes that to infinity; 0 stays 0.
  return mul(mul(onMasked, 2 ** 127), 2 ** 127);
}

/** Single bounded values, with the stand-in taken back to −∞. */
export function unboundPicked(picked: Tensor1D): Tensor1D {
  return sub(picked, mul(relu(sub(MASKED / 2, picked)), 2 ** 127));
}

/** `[batch, classes]`: 1 where both mask the class, otherwise exactly 0. */
export function maskedInBoth(first: Tensor2D, second: Tensor2D): Tensor2D {
  return mul(relu(sub(MASKED * 1.5, add(first, second))), -2 / MASKED);
}
