import { createMatrix, type Matrix } from "@dark-knowledge/core";
import { classNamesOf, type Dataset, datasetSize, labelsOf, viewOf } from "@dark-knowledge/datasets";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { evaluateLogits } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import { figuresOf, type MeasuredNet } from "../nets/figures-of.ts";
import type { LabelledShare } from "../nets/internal/keep-labels.ts";
import { selectTaskBackend } from "../nets/internal/select-task-backend.ts";
import type { StageShared } from "../nets/stage-shared.ts";
import type { TrainingEvent } from "../nets/training-event.ts";
import { transferSetOf } from "../nets/transfer-set.ts";
import { embeddedData } from "./internal/embedded-data.ts";
import { nearestVotes } from "./internal/nearest-votes.ts";

/** Input of {@link voteOfNeighbours}. The needed stage holds the vectors. */
export interface NeighboursInput {
  /** Candidates for the number of neighbours that vote. */
  readonly neighbours: readonly number[];
  readonly labelled: LabelledShare;
}

/** Result of {@link voteOfNeighbours}. */
export interface MeasuredNeighbours extends MeasuredNet {
  /** The chosen number of neighbours. */
  readonly chosen: number;
  /** The errors with each candidate on the validation set. */
  readonly validationErrors: readonly number[];
  readonly transferSize: number;
}

const ROWS_AT_ONCE = 500;

/**
 * Classifies each sentence by the labelled sentences whose vectors are nearest to its own. How many of them vote is chosen on the
 * validation set.
 */
export const voteOfNeighbours: Task<NeighboursInput, MeasuredNeighbours, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "intents/neighbours", version: 1 },
  async (
    { neighbours, labelled }: NeighboursInput,
    { shared, needs, signal }: TaskContext<StageShared, TrainingEvent>,
  ): Promise<MeasuredNeighbours> => {
    await selectTaskBackend(shared);
    const { training, choosing, test, outside } = await embeddedData(shared, needs);
    const known = onlyLabelled(transferSetOf(training, { labelled }));
    const classes = classNamesOf(training).length;
    const votes = async (view: Dataset, counts: readonly number[]): Promise<readonly Matrix<Float32Array>[]> => {
      const similarities = await cosines(view, known, signal);
      return counts.map((count) => nearestVotes(similarities, labelsOf(known), { classes, neighbours: count }));
    };
    const validationErrors = (await votes(choosing, neighbours)).map(
      (logits) => evaluateLogits(logits, labelsOf(choosing)).errors,
    );
    const chosen = neighbours[validationErrors.indexOf(Math.min(...validationErrors))]!;
    const [logits] = await votes(test, [chosen]);
    const [outsideLogits] = await votes(outside, [chosen]);
    return {
      ...figuresOf(logits!, test, outsideLogits),
      ...{ chosen, validationErrors, transferSize: datasetSize(known) },
    };
  },
);

function onlyLabelled(dataset: Dataset): Dataset {
  const labels = labelsOf(dataset);
  return { ...dataset, rows: dataset.rows.filter((_, position) => labels[position]! >= 0) };
}

/** The cosines of the angles between the vectors of two views, `[of one, of the other]`. */
async function cosines(one: Dataset, other: Dataset, signal: AbortSignal): Promise<Matrix<Float32Array>> {
  const [rows, columns] = [datasetSize(one), datasetSize(other)];
  const data = new Float32Array(rows * columns);
  const right = unitVectors(other, other.rows);
  try {
    for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
      signal.throwIfAborted();
      const product = tf.tidy(() => {
        const left = unitVectors(one, one.rows.subarray(from, from + ROWS_AT_ONCE));
        return tf.matMul(left, right, false, true);
      });
      data.set(await product.data<"float32">(), from * columns);
      product.dispose();
    }
  } finally {
    right.dispose();
  }
  return createMatrix(rows, columns, data);
}

function unitVectors(dataset: Dataset, ids: Int32Array): tf.Tensor2D {
  const { values, shape } = viewOf(dataset, ids, 0).inputs.embedding!;
  return tf.tidy(() => {
    const vectors = tf.tensor2d(values as Float32Array, shape as [number, number]);
    return tf.div<tf.Tensor2D>(vectors, tf.maximum(tf.norm(vectors, 2, 1, true), 1e-12));
  });
}
