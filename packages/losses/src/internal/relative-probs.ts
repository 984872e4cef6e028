import {
  cast,
  div,
  exp,
  expm1,
  greater,
  max,
  maximum,
  min,
  mul,
  neg,
  sub,
  type Tensor,
  type Tensor2D,
} from "@tensorflow/tfjs-core";
import { constant } from "./constant.ts";
import type { RelativeLogProbs } from "./relative-log-probs.ts";
import { withGradient } from "./with-gradient.ts";

/**
 * The probabilities along an axis relative to the largest, from −1 to 0: each less the largest, over the difference of largest and
 * smallest; differentiable. A line that varies by no more than rounding becomes 0, with a gradient of 0.
 *
 * Pearson's correlation is the same for probabilities times a constant and plus another. So each line can be taken relative to its
 * own largest, and is exact however small that is.
 */
export function relativeProbs(functionName: string, { logProbs, rounding }: RelativeLogProbs, axis: 0 | 1): Tensor2D {
  const below = constant(() => sub<Tensor2D>(logProbs, max(logProbs, axis, true)));
  const relative = constant(() => expm1(below));
  const perSpread = constant(() => {
    const spread = neg(min(relative, axis, true));
    // Equal logits of a row are equal numbers; only between rows do sums differ by their rounding.
    const least = axis === 0 ? maximum(rounding, SMALLEST) : SMALLEST;
    return div(cast(greater(spread, least), "float32"), maximum(spread, least));
  });
  return withGradient<Tensor2D>(functionName, logProbs, {
    value: () => mul(relative, perSpread),
    saved: [perSpread, below],
    // Largest and difference are constants: what is made of these makes no difference to them.
    gradient: (upstream: Tensor, [factor, belowLargest]) => mul(mul(upstream, factor!), exp(belowLargest!)),
  });
}

/** Not far below, float32 loses its digits. */
const SMALLEST = 2 ** -120;
