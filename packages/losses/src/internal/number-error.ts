import {
  cast,
  equal,
  mul,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  where,
  zerosLike,
} from "@tensorflow/tfjs-core";
import type { NumberLossOptions } from "../number-loss-options.ts";
import { assertLike, assertRows } from "./assert-elements.ts";
import { constant } from "./constant.ts";

/** Throws unless both are float32 tensors `[batch, outputs]` of one shape, and `known`, if there is one, an int32 one. */
export function assertNumbers(
  functionName: string,
  predictions: unknown,
  others: Readonly<Record<string, unknown>>,
  options: NumberLossOptions | undefined,
): void {
  assertRows(functionName, "predictions", predictions, "[batch, outputs]");
  const like = ["predictions", predictions] as const;
  for (const [argument, value] of Object.entries(others)) {
    assertLike(functionName, argument, value, "float32", like);
  }
  if (options != null && options.known !== undefined) assertLike(functionName, "known", options.known, "int32", like);
}

/** `a − b`, and 0 without a gradient where the target is not known, whatever stands there. */
export function knownDifference(a: Tensor2D, b: Tensor2D, known: Tensor2D | undefined): Tensor2D {
  const difference = sub<Tensor2D>(a, b);
  if (known === undefined) return difference;
  const isKnown = constant(() => cast(equal(known, 1), "bool") as Tensor);
  return where(isKnown, difference, zerosLike(difference)) as Tensor2D;
}

/** Σ over the outputs of an example. */
export function sumOfOutputs(values: Tensor2D, factor = 1): Tensor1D {
  return mul(sum<Tensor1D>(values, 1), factor);
}
