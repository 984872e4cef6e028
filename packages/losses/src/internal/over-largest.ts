import { abs, div, max, maximum, type Tensor } from "@tensorflow/tfjs-core";
import { constant } from "./constant.ts";
import { withGradient } from "./with-gradient.ts";

/**
 * `x` over the largest size in it, along axes or of all, so that squares neither vanish nor overflow; zeros stay 0. For what does not
 * depend on the scale: the gradient takes the largest for a constant.
 */
export function overLargest<Any extends Tensor>(functionName: string, x: Any, axes?: number | number[]): Any {
  // A number that has a reciprocal stands for 0.
  const largest = constant(() => maximum(max(abs(x), axes, true), 2 ** -120));
  return withGradient<Any>(functionName, x, {
    value: () => div(x, largest),
    saved: [largest],
    gradient: (upstream, [saved]) => div(upstream, saved!),
  });
}
