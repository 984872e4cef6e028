import { ArgumentError, type Matrix } from "@dark-knowledge/core";
import type { Batch, Dataset } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import type { Teacher } from "../classifier.ts";
import type { PredictOptions } from "../predict-options.ts";
import { collectLogits } from "./collect-logits.ts";
import { createAnswerer } from "./create-answerer.ts";
import { isLazyEnsemble } from "./lazy-members.ts";
import { taskOf } from "./task.ts";

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
  const task = taskOf(functionName, "transferSet", dataset);
  const { width } = task;
  // Where the answer to each example begins, by its id.
  const starts = new Int32Array(dataset.rows.reduce((most, id) => Math.max(most, id), 0) + 1);
  let total = 0;
  for (const id of dataset.rows) {
    starts[id] = total;
    total += task.rowsOf(id) * width;
  }
  const bytes = total * Float32Array.BYTES_PER_ELEMENT;
  if (isAugmented || bytes > MOST_KEPT_BYTES) return answersWhenAsked(functionName, teacher, dataset, options);
  let logits: Matrix<Float32Array> | undefined;
  return {
    begin: async () => {
      logits = await collectLogits(functionName, "teacher", teacher, dataset, options);
    },
    tensors: ({ ids }) => ({
      teacherLogits: asRows(
        picked(logits!.data, ids, (id) => [starts[id]!, task.rowsOf(id) * width]),
        width,
      ),
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
  const { width } = taskOf(functionName, "transferSet", dataset);
  return {
    load: answer,
    tensors: (_, loaded) => ({ teacherLogits: asRows(loaded as Float32Array, width) }),
  };
}

/** The numbers of some examples one after another, from where they begin and as many as they have. */
function picked(
  values: Float32Array,
  ids: Int32Array,
  placeOf: (id: number) => readonly [number, number],
): Float32Array {
  const places = Array.from(ids, placeOf);
  const gathered = new Float32Array(places.reduce((sum, [, length]) => sum + length, 0));
  let at = 0;
  for (const [from, length] of places) {
    gathered.set(values.subarray(from, from + length), at);
    at += length;
  }
  return gathered;
}

function asRows(values: Float32Array, width: number): tf.Tensor2D {
  return tf.tensor2d(values, [values.length / width, width]);
}
