import { ArgumentError } from "@dark-knowledge/core";
import type * as tf from "@tensorflow/tfjs-core";

/** Reads copies of the values of tensors, all finite. */
export async function readValues(functionName: string, tensors: readonly tf.Tensor[]): Promise<Float32Array[]> {
  const all: Float32Array[] = [];
  for (const tensor of tensors) {
    // On some backends `data` gives the memory itself.
    const values = Float32Array.from(await tensor.data());
    const broken = values.find((value) => !Number.isFinite(value));
    if (broken !== undefined) {
      const expected = "must have finite weights";
      throw new ArgumentError({ functionName, argument: "model", expected, received: String(broken), code: "range" });
    }
    all.push(values);
  }
  return all;
}
