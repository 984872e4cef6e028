import { clone, divNoNan, expandDims, mul, onesLike, sqrt, square, sub, sum, type Tensor } from "@tensorflow/tfjs-core";
import { constant } from "./constant.ts";
import { withGradient } from "./with-gradient.ts";

/** `x` over its Euclidean norm along an axis, differentiable. A vector without length stays 0 and has a gradient of 0. */
export function unitVectors<Any extends Tensor>(functionName: string, x: Any, axis: number): Any {
  const inverse = constant(() => inverseNorm(x, axis));
  const unit = constant<Any>(() => mul<Any>(x, inverse));
  return withGradient<Any>(functionName, x, {
    value: () => clone(unit),
    saved: [unit, inverse],
    gradient: (upstream, [u, scale]) => mul(sub(upstream, mul(u!, sum(mul(upstream, u!), axis, true))), scale!),
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
