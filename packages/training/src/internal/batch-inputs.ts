import type { Batch, Input } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import type { ForwardContext } from "../classifier.ts";

/** The inputs of a model for a batch. */
export interface BatchInputs extends Pick<ForwardContext, "inputs"> {
  /** The first column, `[batch, …]`, sequences padded to the longest. */
  readonly features: tf.Tensor;
}

/** Makes the tensors of a batch: the caller's own. */
export function batchInputs({ inputs }: Batch): BatchInputs {
  const tensors = Object.entries(inputs).map(([name, input]) => [name, tensorOf(input)] as const);
  const features = tensors[0]![1];
  return tensors.length === 1 ? { features } : { features, inputs: Object.fromEntries(tensors) };
}

/** Frees them. */
export function disposeInputs({ features, inputs = {} }: BatchInputs): void {
  tf.dispose([features, ...Object.values(inputs)]);
}

function tensorOf({ values, shape }: Input): tf.Tensor {
  return tf.tensor(values, [...shape], values instanceof Int32Array ? "int32" : "float32");
}
