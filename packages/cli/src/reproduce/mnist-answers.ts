import { join } from "node:path";
import { createMatrix, createRandom, deriveSeed, type Matrix, softmax } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import { type LazyEnsemble, predictLogits } from "@dark-knowledge/training";
import { loadModel } from "@dark-knowledge/training/node";
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
}

/** What recording comes to. */
export interface MnistAnswersResult {
  /** The mean probability of each class over the training set. */
  readonly shares: readonly number[];
  /** Logits of the test examples, row after row. */
  readonly testLogits: readonly number[];
}

/** Records a teacher's answers to the training set as it is, without jitter. */
export async function run(
  { input, shared, directory, needs }: StageData<MnistAnswers, MnistShared>,
  _onEvent: (event: MnistEvent) => void,
  signal?: AbortSignal,
): Promise<MnistAnswersResult> {
  const { training, test } = shared;
  await selectTaskBackend(shared);
  const nets = Object.values(needs).map((need) => join(need.directory, MODEL_FOLDER));
  const answer = (dataset: Dataset) => answersOf(nets, input, dataset, signal);
  const logits = await answer(training);
  const kept = join(directory, ANSWERS_FOLDER);
  await removeThreadLock(kept);
  await recordLogits(shuffled(logits, input.shuffleSeed), training, kept);
  const testLogits = await answer(test);
  return { shares: meanProbs(logits), testLogits: Array.from(testLogits.data, roundLogit) };
}

async function answersOf(
  nets: readonly string[],
  { mean }: MnistAnswers,
  dataset: Dataset,
  signal: AbortSignal | undefined,
): Promise<Matrix<Float32Array>> {
  const options = signal ? { signal } : {};
  if (mean !== undefined) {
    const ensemble: LazyEnsemble = {
      members: nets.map((net) => () => loadModel(net)),
      mean,
      order: "average-then-soften",
      temperature: 1,
    };
    return predictLogits(ensemble, dataset, options);
  }
  const net = await loadModel(nets[0]!);
  try {
    return await predictLogits(net, dataset, options);
  } finally {
    net.dispose();
  }
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
