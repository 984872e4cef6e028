import { ArgumentError } from "@dark-knowledge/core";
import type { Batch } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";

/** Makes the input tensor of a batch of a dataset with one input, of examples of one shape: `[batch, …]`. */
export function batchFeatures({ inputs }: Batch): tf.Tensor {
  const [input, ...more] = Object.values(inputs);
  if (more.length > 0 || input!.lengths !== undefined) {
    throw new ArgumentError({
      functionName: "batchFeatures",
      argument: "dataset",
      expected: "must have one column of examples of one shape",
      received: more.length > 0 ? `the columns ${Object.keys(inputs).join(", ")}` : "sequences",
      code: "state",
    });
  }
  const { values, shape } = input!;
  return tf.tensor(values, [...shape], values instanceof Int32Array ? "int32" : "float32");
}
