import { rename } from "node:fs/promises";
import { join } from "node:path";
import { createMatrix, createRandom, deriveSeed, type Matrix, softmax } from "@dark-knowledge/core";
import { datasetSize } from "@dark-knowledge/datasets";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { type LazyEnsemble, predictLogits } from "@dark-knowledge/training";
import { loadModel, recordSoftTargets } from "@dark-knowledge/training/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { withAttachedParts } from "../data/detach-parts.ts";
import { writeMatrix } from "./internal/matrix-file.ts";
import { recordLogits } from "./internal/record-logits.ts";
import { selectTaskBackend } from "./internal/select-task-backend.ts";
import { ANSWERS_FOLDER, MODEL_FOLDER, TEST_LOGITS } from "./internal/stage-files.ts";
import type { StageShared } from "./stage-shared.ts";
import type { TrainingEvent } from "./training-event.ts";

/** Input of a recording. The needed stages hold the nets: one, or the members of an ensemble. */
export interface RecordAnswersInput {
  /** The mean over members. Left out for one net. */
  readonly mean?: "arithmetic" | "geometric";
  /** A seed that assigns to each example the answer to another. */
  readonly shuffleSeed?: number;
  /** Records answers to this many jittered views of the training set, instead of to the examples as they are. */
  readonly views?: { readonly count: number; readonly jitter: number };
}

// All students see the same views in the same order.
const VIEW_SEED = 2015;

/** Result of a recording. */
export interface RecordedAnswers {
  /** The mean probability of each class over the training set. */
  readonly shares: readonly number[];
}

/** Records a teacher's answers to the training set, and keeps its test logits. */
export const recordAnswers: Task<RecordAnswersInput, RecordedAnswers, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "nets/record-answers", version: 1 },
  withAttachedParts(
    async (
      { mean, shuffleSeed, views }: RecordAnswersInput,
      { shared, directory, scratch, needs, signal, emit }: TaskContext<StageShared, TrainingEvent>,
    ): Promise<RecordedAnswers> => {
      const { training, test } = shared;
      await selectTaskBackend(shared);
      const nets = Object.values(needs).map((need) => join(need.directory, MODEL_FOLDER));
      const kept = join(directory, ANSWERS_FOLDER);
      return withTeacher(nets, mean, async (teacher) => {
        const logits = await predictLogits(teacher, training, { signal });
        if (views === undefined) await recordLogits(shuffled(logits, shuffleSeed), training, kept);
        else {
          emit({ kind: "begin", total: views.count * datasetSize(training) });
          const begun = join(scratch, ANSWERS_FOLDER);
          await recordSoftTargets(teacher, training, begun, {
            signal,
            views: { seed: VIEW_SEED, epochs: views.count, jitter: views.jitter },
            onProgress: (done) => emit({ kind: "step", done }),
          });
          await rename(begun, kept);
        }
        await writeMatrix(directory, TEST_LOGITS, await predictLogits(teacher, test, { signal }));
        return { shares: meanProbs(logits) };
      });
    },
  ),
);

async function withTeacher<Result>(
  nets: readonly string[],
  mean: RecordAnswersInput["mean"],
  use: (teacher: LayersModel | LazyEnsemble) => Promise<Result>,
): Promise<Result> {
  if (mean !== undefined) {
    const members = nets.map((net) => () => loadModel(net));
    return use({ members, mean, order: "average-then-soften", temperature: 1 });
  }
  const net = await loadModel(nets[0]!);
  return use(net).finally(() => net.dispose());
}

function shuffled(logits: Matrix<Float32Array>, seed: number | undefined): Matrix<Float32Array> {
  if (seed === undefined) return logits;
  const { rows, columns, data } = logits;
  const order = createRandom(deriveSeed(seed, "shuffled answers")).permutation(rows);
  const moved = new Float32Array(data.length);
  order.forEach((from, to) => {
    moved.set(data.subarray(from * columns, (from + 1) * columns), to * columns);
  });
  return createMatrix(rows, columns, moved);
}

function meanProbs({ rows, columns, data }: Matrix<Float32Array>): number[] {
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    softmax(data.subarray(row * columns, (row + 1) * columns)).forEach((prob, column) => {
      sums[column]! += prob;
    });
  }
  return Array.from(sums, (sum) => sum / rows);
}
