import { type Matrix, matrixRow } from "@dark-knowledge/core";
import { type Batch, type Dataset, datasetSize } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import type { Classifier } from "../classifier.ts";
import { collectLogits, type PredictOptions } from "../predict-logits.ts";
import { resolveClassifier } from "./resolve-classifier.ts";

/** Gives the teacher's logits, `[batch, classes]`, for a batch and its features. Called outside the gradient tape. */
export type TeacherAnswers = (batch: Batch, features: tf.Tensor) => tf.Tensor2D;

const MOST_KEPT_BYTES = 2 ** 28;

/**
 * Prepares a teacher to answer batches of a transfer set.
 *
 * Without augmentation every epoch shows the same images, so the teacher is run once over them and its logits are kept, as
 * long as they take no more than 256 MiB. With augmentation it is run on each batch as the student sees it.
 */
export async function createTeacherAnswers(
  functionName: string,
  teacher: Classifier,
  dataset: Dataset,
  { isAugmented, ...options }: PredictOptions & { readonly isAugmented: boolean },
): Promise<TeacherAnswers> {
  const bytes = datasetSize(dataset) * dataset.classNames.length * Float32Array.BYTES_PER_ELEMENT;
  if (isAugmented || bytes > MOST_KEPT_BYTES) {
    const { forward } = resolveClassifier(functionName, "teacher", teacher);
    return (_batch, features) => forward(features, { training: false, seed: 0 }) as tf.Tensor2D;
  }
  const logits = await collectLogits(functionName, "teacher", teacher, dataset, options);
  const positions = new Int32Array(dataset.labels.length);
  dataset.rows.forEach((id, position) => {
    positions[id] = position;
  });
  return ({ ids }) => tf.tensor2d(rowsOf(logits, ids, positions), [ids.length, logits.columns]);
}

function rowsOf(logits: Matrix<Float32Array>, ids: Int32Array, positions: Int32Array): Float32Array {
  const gathered = new Float32Array(ids.length * logits.columns);
  ids.forEach((id, index) => {
    gathered.set(matrixRow(logits, positions[id]!), index * logits.columns);
  });
  return gathered;
}
