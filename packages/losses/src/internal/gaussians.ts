import { cast, clipByValue, equal, exp, mul, type Tensor2D, where, zerosLike } from "@tensorflow/tfjs-core";
import { constant } from "./constant.ts";
import { knownDifference } from "./number-error.ts";

/** Log variances beyond it would make infinities of float32. */
const LARGEST = 40;

/** Log variances as far as they count, and 0 without a gradient where the target is not known, whatever stands there. */
export function knownLogVariances(logVariances: Tensor2D, known: Tensor2D | undefined): Tensor2D {
  if (known === undefined) return clipByValue(logVariances, -LARGEST, LARGEST);
  const isKnown = constant(() => cast(equal(known, 1), "bool") as Tensor2D);
  return clipByValue(where(isKnown, logVariances, zerosLike(logVariances)) as Tensor2D, -LARGEST, LARGEST);
}

/** `(a − b) / σ`, and 0 where the target is not known. */
export function standardisedDifference(
  a: Tensor2D,
  b: Tensor2D,
  logVariances: Tensor2D,
  known: Tensor2D | undefined,
): Tensor2D {
  return mul(knownDifference(a, b, known), exp(mul(logVariances, -0.5)));
}
