import { ArgumentError } from "@dark-knowledge/core";
import type { Batch, ClassTargets, Dataset } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";

/** The targets of a dataset whose examples have a class each. Throws, naming what was called, for another one. */
export function classTargets(functionName: string, argument: string, { targets }: Dataset): ClassTargets {
  if (targets.kind === "classes") return targets;
  throw new ArgumentError({
    functionName,
    argument,
    expected: 'must have targets of kind "classes"',
    received: `"${targets.kind}"`,
    code: "state",
  });
}

/** The labels of a batch of such a dataset. */
export function labelsOfBatch({ targets }: Batch): Int32Array {
  if (targets.kind === "classes") return targets.labels;
  throw new Error(`a batch of targets of kind ${targets.kind} has no labels`);
}

/** The same as a tensor, `[batch]`. */
export function labelsTensor(batch: Batch): tf.Tensor1D {
  return tf.tensor1d(labelsOfBatch(batch), "int32");
}
