import {
  abs,
  add,
  argMax,
  cast,
  div,
  exp,
  expm1,
  greater,
  max,
  min,
  mul,
  oneHot,
  type Scalar,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  where,
} from "@tensorflow/tfjs-core";
import { constant } from "./constant.ts";
import { logOfOnePlus } from "./log-of-one-plus.ts";
import { boundScaled } from "./masked-classes.ts";
import { shiftRows } from "./row-softmax.ts";
import { withGradient } from "./with-gradient.ts";

/** Log-probabilities whose differences, along rows and along columns, keep their relative precision. */
export interface RelativeLogProbs {
  /** `log p` less one number for the whole batch; a masked class has the stand-in. */
  readonly logProbs: Tensor2D;
  /** A difference along a column that is not larger than this may be nothing but rounding. */
  readonly rounding: Scalar;
}

/**
 * `log softmax(logits / T)` but for a constant of the batch, differentiable.
 *
 * A column compares rows, which differ in their sums `S_b = Σ_c e_bc` with `e = exp((z − max z) / T)`. Where all rows are flat, those
 * are the number of classes and little more, where all are sure, 1 and little more; either way the little decides. So the sum
 * is taken of `e − 1` for classes near the largest and of `e` for the rest, and what it stands on, the number of the near ones,
 * is counted apart: `S_b = N_b + W_b`, and the result is less `log min_b N_b`. A masked class is among the rest, with 0.
 */
export function relativeLogProbs(functionName: string, logits: Tensor2D, temperature: number): RelativeLogProbs {
  const scaled = constant(() => div<Tensor2D>(shiftRows(logits), temperature));
  const exponentials = constant(() => exp(scaled));
  const isNear = constant(() => greater<Tensor2D>(scaled, -Math.LN2));
  const parts = constant(() => where(isNear, expm1(scaled), exponentials) as Tensor2D);
  const counts = constant(() => sum<Tensor2D>(cast(isNear, "float32"), 1, true));
  const fewest = constant(() => min<Scalar>(counts));
  const more = constant(() => sub<Tensor2D>(counts, fewest));
  const remainder = constant(() => add<Tensor2D>(sum<Tensor2D>(parts, 1, true), more));
  const sums = constant(() => add<Tensor2D>(remainder, fewest));
  const probs = constant(() => div<Tensor2D>(exponentials, sums));
  const logProbs = withGradient<Tensor2D>(functionName, logits, {
    value: () => sub(boundScaled(scaled), logOfOnePlus(div(remainder, fewest))),
    saved: [probs],
    gradient: (upstream, [saved], input) => {
      // The gradients of a row sum to 0. That of the largest is taken from the others', as 1 − p may have lost its digits there.
      const isLargest = cast(oneHot(argMax(input, 1), logits.shape[1]) as Tensor, "float32");
      const all = sub(upstream, mul(saved!, sum(upstream, 1, true)));
      const others = mul(all, sub(1, isLargest));
      return mul(sub(others, mul(isLargest, sum(others, 1, true))), 1 / temperature);
    },
  });
  const rounding = constant(() => {
    const summed = add(sum(abs(parts), 1, true), more);
    return mul<Scalar>(max(div(summed, sums)), ROUNDING);
  });
  return { logProbs, rounding };
}

/** Of a sum of float32, relative: what the order of its terms may change. */
const ROUNDING = 2 ** -17;
