import { abs, clipByValue, minimum, mul, sub, type Tensor } from "@tensorflow/tfjs-core";
import { withGradient } from "./with-gradient.ts";

/** Huber's loss of each element: `½ d²` up to 1, `|d| − ½` beyond. */
export function huber<Any extends Tensor>(functionName: string, difference: Any): Any {
  return withGradient<Any>(functionName, difference, {
    value: () => {
      const size = abs(difference);
      const within = minimum(size, 1);
      return mul<Any>(within, sub(size, mul(within, 0.5)));
    },
    saved: [],
    gradient: (upstream, _, d) => mul(upstream, clipByValue(d, -1, 1)),
  });
}
