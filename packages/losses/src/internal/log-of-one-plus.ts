import { add, div, log, sub, type Tensor } from "@tensorflow/tfjs-core";

/** `log(1 + x)`, also exact for a small x: tfjs's `log1p` is no more than `log(1 + x)` on wasm. */
export function logOfOnePlus<Any extends Tensor>(x: Any): Any {
  const rounded = add<Any>(x, 1);
  // What the addition lost, over the sum.
  const lost = div<Any>(sub(x, sub(rounded, 1)), rounded);
  return add(log(rounded), lost);
}
