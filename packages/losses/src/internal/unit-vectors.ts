import {
  clone,
  divNoNan,
  expandDims,
  max,
  mean,
  mul,
  onesLike,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
} from "@tensorflow/tfjs-core";
import { constant } from "./constant.ts";
import { withGradient } from "./with-gradient.ts";

/**
 * `x` over its Euclidean norm along an axis, differentiable; `centred` takes off the mean along it beforehand. A vector
 * without length stays 0 and has a gradient of 0.
 */
export function unitVectors<Any extends Tensor>(functionName: string, x: Any, axis: number, centred: boolean): Any {
  const centre = <Some extends Tensor>(y: Some): Some => (centred ? sub<Some>(y, mean(y, axis, true)) : y);
  // The largest goes first, so that equal numbers become exactly 0 and not the rounding error of their mean.
  const deviation = constant<Any>(() => (centred ? centre(sub<Any>(x, max(x, axis, true))) : clone(x)));
  const inverse = constant(() => inverseNorm(deviation, axis));
  const unit = constant<Any>(() => mul<Any>(deviation, inverse));
  return withGradient<Any>(functionName, x, {
    value: () => clone(unit),
    saved: [unit, inverse],
    gradient: (upstream, [u, scale]) => centre(mul(sub(upstream, mul(u!, sum(mul(upstream, u!), axis, true))), scale!)),
  });
}

/** The Euclidean norm of each row, differentiable, with a gradient of 0 at 0. */
export function rowNorms(functionName: string, rows: Tensor): Tensor {
  const inverse = constant(() => inverseNorm(rows, 1));
  return withGradient<Tensor>(functionName, rows, {
    value: () => sqrt(sum(square(rows), 1)),
    saved: [inverse],
    gradient: (upstream, [scale], x) => mul(mul(x, scale!), expandDims(upstream, 1)),
  });
}

/** One over the Euclidean norm along an axis, which is kept, and 0 over 0. */
export function inverseNorm(x: Tensor, axis: number): Tensor {
  const norm = sqrt(sum(square(x), axis, true));
  return divNoNan(onesLike(norm), norm);
}
