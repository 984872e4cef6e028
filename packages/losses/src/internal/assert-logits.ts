import { ArgumentError, assertShape, formatShape, formatValue } from "@dark-knowledge/core";
import { Tensor, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";

/** Throws unless `value` is a float32 tensor `[batch, classes]` of two classes or more. */
export function assertLogits(functionName: string, argument: string, value: unknown): asserts value is Tensor2D {
  assertTensor(functionName, argument, value, "float32");
  if (value.shape.length === 2 && value.shape[1]! >= 2) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: "must have shape [batch, classes] with at least 2 classes",
    received: formatShape(value.shape),
    code: "shape",
  });
}

/** Throws unless `value` is a float32 tensor with the shape of `studentLogits`. */
export function assertLikeStudent(
  functionName: string,
  argument: string,
  value: unknown,
  studentLogits: Tensor2D,
): asserts value is Tensor2D {
  assertTensor(functionName, argument, value, "float32");
  assertShape(functionName, argument, value.shape, studentLogits.shape, "studentLogits");
}

/** Throws unless `value` is an int32 tensor with one label per row of `studentLogits`. */
export function assertMatchingLabels(
  functionName: string,
  argument: string,
  value: unknown,
  studentLogits: Tensor2D,
): asserts value is Tensor1D {
  assertTensor(functionName, argument, value, "int32");
  assertShape(functionName, argument, value.shape, [studentLogits.shape[0]], "the rows of studentLogits");
}

/** Throws unless `value` is a tensor of the given dtype. */
export function assertTensor(
  functionName: string,
  argument: string,
  value: unknown,
  dtype: "float32" | "int32",
): asserts value is Tensor {
  const isTensor = value instanceof Tensor;
  if (isTensor && value.dtype === dtype) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: `must be ${dtype === "int32" ? "an int32" : "a float32"} tensor`,
    received: isTensor ? value.dtype : formatValue(value),
    code: "dtype",
  });
}
