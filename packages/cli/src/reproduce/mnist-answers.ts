import { join } from "node:path";
import { createMatrix, createRandom, deriveSeed, type Matrix, softmax } from "@dark-knowledge/core";
import { datasetSize } from "@dark-knowledge/datasets";
import { type LazyEnsemble, predictLogits } from "@dark-knowledge/training";
import { loadModel, recordSoftTargets } from "@dark-knowledge/training/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { removeThreadLock } from "../remove-thread-lock.ts";
import { selectTaskBackend } from "../select-task-backend.ts";
import type { StageData } from "../stage.ts";
import { recordLogits } from "./internal/record-logits.ts";
import type { MnistEvent, MnistShared } from "./mnist-shared.ts";

/** Where a trained net lies in its stage's directory. */
export const MODEL_FOLDER = "model";
/** Where recorded answers to the training set lie in their stage's directory. */
export const ANSWERS_FOLDER = "answers";

/** Whose answers to record, and how. The stages that are needed hold the nets, one or the members of an ensemble. */
export interface MnistAnswers {
  /** How members are averaged; left out for one net. */
  readonly mean?: "arithmetic" | "geometric";
  /** Gives each example the answer to another, drawn by this. */
  readonly shuffleSeed?: number;
  /** Records answers to this many jittered views of the training set, in place of those to the examples as they are. */
  readonly views?: { readonly count: number; readonly jitter: number };
}

// Every student sees the same views in the same order.
const VIEW_SEED = 2015;

/** What recording comes to. */
export interface MnistAnswersResult {
  /** The mean probability of each class over the training set. */
  readonly shares: readonly number[];
  /** Logits of the test examples, row after row. */
  readonly testLogits: readonly number[];
}

/** Records a teacher's answers to the training set. */
export async function run(
  { input, shared, directory, needs }: StageData<MnistAnswers, MnistShared>,
  onEvent: (event: MnistEvent) => void,
  signal?: AbortSignal,
): Promise<MnistAnswersResult> {
  const { training, test } = shared;
  const { mean, shuffleSeed, views } = input;
  await selectTaskBackend(shared);
  const nets = Object.values(needs).map((need) => join(need.directory, MODEL_FOLDER));
  const kept = join(directory, ANSWERS_FOLDER);
  await removeThreadLock(kept);
  const options = signal ? { signal } : {};
  return withTeacher(nets, mean, async (teacher) => {
    const logits = await predictLogits(teacher, training, options);
    if (views === undefined) await recordLogits(shuffled(logits, shuffleSeed), training, kept);
    else {
      onEvent({ kind: "begin", examples: views.count * datasetSize(training) });
      await recordSoftTargets(teacher, training, kept, {
        ...options,
        views: { seed: VIEW_SEED, epochs: views.count, jitter: views.jitter },
        onProgress: (done) => onEvent({ kind: "step", done }),
      });
    }
    const testLogits = await predictLogits(teacher, test, options);
    return { shares: meanProbs(logits), testLogits: Array.from(testLogits.data, roundLogit) };
  });
}

async function withTeacher<Result>(
  nets: readonly string[],
  mean: MnistAnswers["mean"],
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
  const order = createRandom(deriveSeed(seed, 0)).permutation(rows);
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

/** As much of a logit as a comparison needs. */
function roundLogit(logit: number): number {
  return Math.round(logit * 1e4) / 1e4;
}
