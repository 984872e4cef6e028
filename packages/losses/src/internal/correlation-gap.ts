import {
  add,
  cast,
  div,
  expandDims,
  greater,
  maximum,
  mean,
  mul,
  sqrt,
  square,
  squeeze,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from "@tensorflow/tfjs-core";
import { constant } from "./constant.ts";
import { deferredGradient, withGradient } from "./with-gradient.ts";

/** `1 − ρ` along an axis, with Pearson's correlation ρ; 1 where one side does not vary. Differentiable with respect to both. */
export function correlationGap(functionName: string, ours: Tensor2D, theirs: Tensor2D, axis: 0 | 1): Tensor1D {
  const { gap, slope } = compare(ours, theirs, axis);
  const gradient = (upstream: Tensor, [saved]: readonly Tensor[]) => mul(saved!, expandDims(upstream, axis));
  const deferred = deferredGradient(
    functionName,
    theirs,
    [ours],
    (upstream, [other], own) => gradient(upstream, [compare(own as Tensor2D, other as Tensor2D, axis).slope]),
    gap.size,
  );
  const value = () => squeeze<Tensor1D>(gap, [axis]);
  return withGradient<Tensor1D>(functionName, ours, { value, saved: [slope], gradient }, [deferred]);
}

/**
 * With a and b the deviations of x and y from their means, and u and w the same of length 1: `1 − u · w = ½ ‖u − w‖²`, and the slope
 * of that with respect to x, `(u − w − (1 − u · w) u) / ‖a‖`.
 *
 * Both live on `u − w`. As `(a − b − κ b) / ‖a‖`, with `κ = (‖a‖ − ‖b‖) / ‖b‖` and `a − b` from `x − y`, it is exact where the two
 * hardly differ, also where most of both is the same.
 */
function compare(x: Tensor2D, y: Tensor2D, axis: 0 | 1): { gap: Tensor2D; slope: Tensor2D } {
  const total = (z: Tensor2D) => sum<Tensor2D>(z, axis, true);
  const centre = (z: Tensor2D) => sub<Tensor2D>(z, mean(z, axis, true));
  const [a, b] = [constant(() => centre(x)), constant(() => centre(y))];
  const [norm, otherNorm] = [a, b].map((z) => constant(() => sqrt(total(square(z))))) as [Tensor2D, Tensor2D];
  // With a spread of 1 a norm is at least √½, else 0, and then it divides a 0.
  const [length, otherLength] = [constant(() => maximum(norm, 0.5)), constant(() => maximum(otherNorm, 0.5))];
  const apart = constant(() => {
    const difference = centre(sub(x, y));
    const squares = total(mul(difference, add(a, b)));
    const stretch = div(squares, mul(add(length, otherLength), otherLength));
    return div<Tensor2D>(sub(difference, mul(b, stretch)), length);
  });
  const doVary = constant(() => cast<Tensor2D>(greater(mul(norm, otherNorm), 0), "float32"));
  const gap = constant(() => add<Tensor2D>(mul(mul(total(square(apart)), 0.5), doVary), sub(1, doVary)));
  const slope = constant(() => {
    const across = sub(apart, mul(a, div(gap, length)));
    return mul<Tensor2D>(across, div(doVary, length));
  });
  return { gap, slope };
}
