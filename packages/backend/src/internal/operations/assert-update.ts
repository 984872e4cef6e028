import { ArgumentError, assertFields, assertShape, formatValue } from "@dark-knowledge/core";
import type * as tf from "@tensorflow/tfjs-core";
import { assertTensors } from "../assert-tensors.ts";

/** Checks that everything that goes into an update looks like the variable. */
export function assertUpdate(
  functionName: string,
  variable: tf.Variable,
  others: Readonly<Record<string, tf.Tensor>>,
): void {
  assertTensors(functionName, { variable, ...others });
  assertFields(functionName, variable, { assign: "function" }, { argument: "variable", prefix: "variable." });
  for (const [argument, tensor] of Object.entries({ variable, ...others })) {
    if (tensor.dtype !== "float32") {
      throw new ArgumentError({
        functionName,
        argument,
        expected: "must be float32",
        received: formatValue(tensor.dtype),
        code: "dtype",
      });
    }
    assertShape(functionName, argument, tensor.shape, variable.shape, "variable");
  }
}
