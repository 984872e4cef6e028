import { ArgumentError, type Matrix, matrixRow } from "@dark-knowledge/core";
import { type Batch, type Dataset, datasetSize } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import type { Teacher } from "../classifier.ts";
import type { PredictOptions } from "../predict-options.ts";
import { classTargets } from "./class-targets.ts";
import { collectLogits } from "./collect-logits.ts";
import { createAnswerer } from "./create-answerer.ts";
import { isLazyEnsemble } from "./lazy-members.ts";

/** A teacher's answers to a batch: all logits, `[batch, classes]`, or the largest and the mass of the rest. */
export type TeacherTensors =
  | { readonly teacherLogits: tf.Tensor2D }
  | { readonly indices: tf.Tensor2D; readonly logits: tf.Tensor2D; readonly tailLogits: tf.Tensor1D };

/** Answers the batches of a transfer set. */
export interface TeacherAnswers {
  /** Asks for all that is asked for beforehand; left out where there is nothing. */
  readonly begin?: () => Promise<void>;
  /** Fetches what {@link TeacherAnswers.tensors} needs of a batch; left out where everything is at hand. */
  readonly load?: (batch: Batch) => Promise<unknown>;
  /** Called outside the gradient tape, with what `load` gave. */
  readonly tensors: (batch: Batch, loaded: unknown) => TeacherTensors;
  /** The views to show, epoch by epoch and then from the first again. Default: each epoch has its own. */
  readonly augmentationSeeds?: readonly number[];
}

const MOST_KEPT_BYTES = 2 ** 28;

/**
 * Prepares a teacher to answer batches of a transfer set.
 *
 * Without augmentation every epoch shows the same images, so the teacher is run once over them and its logits are kept, as
 * long as they take no more than 256 MiB. With augmentation it is run on each batch as the student sees it.
 */
export function createTeacherAnswers(
  functionName: string,
  teacher: Teacher,
  dataset: Dataset,
  { isAugmented, ...options }: PredictOptions & { readonly isAugmented: boolean },
): TeacherAnswers {
  const { labels, classNames } = classTargets(functionName, "transferSet", dataset);
  const bytes = datasetSize(dataset) * classNames.length * Float32Array.BYTES_PER_ELEMENT;
  if (isAugmented || bytes > MOST_KEPT_BYTES) return answersWhenAsked(functionName, teacher, dataset, options);
  const positions = new Int32Array(labels.length);
  dataset.rows.forEach((id, position) => {
    positions[id] = position;
  });
  let logits: Matrix<Float32Array> | undefined;
  return {
    begin: async () => {
      logits = await collectLogits(functionName, "teacher", teacher, dataset, options);
    },
    tensors: ({ ids }) => ({
      teacherLogits: tf.tensor2d(rowsOf(logits!, ids, positions), [ids.length, logits!.columns]),
    }),
  };
}

function answersWhenAsked(
  functionName: string,
  teacher: Teacher,
  dataset: Dataset,
  options: PredictOptions,
): TeacherAnswers {
  if (isLazyEnsemble(teacher)) {
    throw new ArgumentError({
      functionName,
      argument: "teacher",
      expected: "must be in memory to answer during training (record its answers, and distil from the store)",
      received: "a lazy ensemble",
      code: "state",
    });
  }
  const answer = createAnswerer(functionName, "teacher", teacher, dataset, options);
  const classes = classTargets(functionName, "transferSet", dataset).classNames.length;
  return {
    load: answer,
    tensors: ({ ids }, loaded) => ({ teacherLogits: tf.tensor2d(loaded as Float32Array, [ids.length, classes]) }),
  };
}

function rowsOf(logits: Matrix<Float32Array>, ids: Int32Array, positions: Int32Array): Float32Array {
  const gathered = new Float32Array(ids.length * logits.columns);
  ids.forEach((id, index) => {
    gathered.set(matrixRow(logits, positions[id]!), index * logits.columns);
  });
  return gathered;
}
