import { ArgumentError, assertShape, formatShape } from "@dark-knowledge/core";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import { assertTensor } from "./assert-logits.ts";

/** Throws unless `value` is a float32 tensor of rank 2, which the message writes as `shape`. */
export function assertRows(
  functionName: string,
  argument: string,
  value: unknown,
  shape: string,
): asserts value is Tensor2D {
  assertTensor(functionName, argument, value, "float32");
  if (value.shape.length === 2) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: `must have shape ${shape}`,
    received: formatShape(value.shape),
    code: "shape",
  });
}

/** Throws unless `value` is a tensor of the given dtype with the shape of another one, which the message names. */
export function assertLike(
  functionName: string,
  argument: string,
  value: unknown,
  dtype: "float32" | "int32",
  [name, like]: readonly [name: string, like: Tensor],
): asserts value is Tensor2D {
  assertTensor(functionName, argument, value, dtype);
  assertShape(functionName, argument, value.shape, like.shape, name);
}
