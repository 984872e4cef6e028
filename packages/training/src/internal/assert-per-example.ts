import { assertShape } from "@dark-knowledge/core";
import type * as tf from "@tensorflow/tfjs-core";

/** Throws an ArgumentError unless a loss of the caller's gave one value for each example. */
export function assertPerExample(functionName: string, argument: string, values: tf.Tensor, rows: number): void {
  assertShape(functionName, `the result of ${argument}`, values?.shape ?? [], [rows], "examples of the batch");
}
