import { join } from "node:path";
import { createMatrix, type Matrix, matrixRow } from "@dark-knowledge/core";
import { type Dataset, datasetSize, omitClasses, onlyClasses, stratifiedSubset } from "@dark-knowledge/datasets";
import { labelSmoothedCrossEntropy } from "@dark-knowledge/losses";
import type { MnistFigures, MnistNetRecord } from "@dark-knowledge/report";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { distill, type EpochSummary, fidelityOfLogits, predictLogits, trainClassifier } from "@dark-knowledge/training";
import { openCheckpoints, saveModel } from "@dark-knowledge/training/node";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { buildNet } from "../build-net.ts";
import { netTrainingOptions } from "../net-training-options.ts";
import { removeThreadLock } from "../remove-thread-lock.ts";
import { selectTaskBackend } from "../select-task-backend.ts";
import type { NetSpec } from "../spec.ts";
import type { StageData } from "../stage.ts";
import { correctClasses } from "./correct-classes.ts";
import { examplePositions } from "./example-positions.ts";
import { figuresOf } from "./figures-of.ts";
import { ANSWERS_FOLDER, type MnistAnswersResult, MODEL_FOLDER } from "./mnist-answers.ts";
import { type MnistLoss, mnistLoss } from "./mnist-losses.ts";
import type { MnistEvent, MnistShared } from "./mnist-shared.ts";

/** One net to be trained. */
export interface MnistTraining {
  readonly net: NetSpec;
  readonly seed: number;
  /** What of each label is spread over all classes. */
  readonly smoothing: number;
  /** Left out for a net on labels alone. */
  readonly soft?: {
    readonly loss: MnistLoss;
    readonly temperature: number;
    readonly hardWeight: number;
    /** `"uniform"`: the same for every class. */
    readonly targets: "uniform" | "recorded";
  };
  /** The stage with the teacher's answers, to compare with and to learn from; left out where there is none. */
  readonly answers?: string;
  readonly omit: readonly number[];
  readonly only: readonly number[];
  readonly share: number;
  /** Whether other stages need the net. */
  readonly isKept: boolean;
}

/** What training one net comes to. */
export type MnistTrainingResult = MnistFigures &
  Pick<MnistNetRecord, "transferSize" | "parameters" | "epochs" | "exampleLogits" | "fidelity" | "corrected">;

// Which examples a part of the training set has must not differ between students.
const SHARE_SEED = 2015;

/** Trains one net and measures it on the test set. */
export async function run(
  { input, shared, directory, scratch, needs }: StageData<MnistTraining, MnistShared>,
  onEvent: (event: MnistEvent) => void,
  signal?: AbortSignal,
): Promise<MnistTrainingResult> {
  const { test, training } = shared;
  await selectTaskBackend(shared);
  const transferSet = transferSetOf(input, training);
  const directoryOf = (stage: string | undefined) => needs[stage!]!.directory;
  const model = buildNet(input.net, test, input.seed);
  try {
    const epochs = await train(input, model, transferSet, { scratch, directoryOf, onEvent, signal });
    if (input.isKept) await saveModel(model, join(directory, MODEL_FOLDER), { overwrite: true });
    const options = signal ? { signal } : {};
    const logits = await predictLogits(model, test, options);
    const answers = input.answers === undefined ? undefined : (needs[input.answers]!.result as MnistAnswersResult);
    const missing = input.only.length > 0 ? input.only : input.omit;
    return {
      ...figuresOf(logits, test),
      transferSize: datasetSize(transferSet),
      parameters: model.countParams(),
      epochs: epochs.map(({ terms }) => terms),
      exampleLogits: examplePositions(test).map((position) => Array.from(matrixRow(logits, position))),
      ...(answers ? { fidelity: compare(logits, testLogitsOf(answers, logits), test) } : {}),
      ...(answers && missing.length > 0
        ? {
            corrected: correctClasses({
              classes: missing,
              shares: answers.shares,
              trainingLogits: await predictLogits(model, training, options),
              testLogits: logits,
              test,
            }),
          }
        : {}),
    };
  } finally {
    model.dispose();
  }
}

function compare(logits: Matrix, teacherLogits: Matrix, test: Dataset): Required<MnistNetRecord>["fidelity"] {
  const { agreement, kl } = fidelityOfLogits(logits, teacherLogits);
  return { agreement, kl, teacherErrors: figuresOf(teacherLogits, test).errors };
}

function testLogitsOf({ testLogits }: MnistAnswersResult, { rows, columns }: Matrix): Matrix {
  return createMatrix(rows, columns, Float32Array.from(testLogits));
}

function transferSetOf({ omit, only, share }: MnistTraining, training: Dataset): Dataset {
  const some = only.length > 0 ? onlyClasses(training, only) : omitClasses(training, omit);
  if (share === 1) return some;
  return stratifiedSubset(some, { size: Math.round(share * datasetSize(some)), seed: SHARE_SEED });
}

interface Surroundings {
  readonly scratch: string;
  readonly directoryOf: (stage: string | undefined) => string;
  readonly onEvent: (event: MnistEvent) => void;
  readonly signal: AbortSignal | undefined;
}

async function train(
  input: MnistTraining,
  model: LayersModel,
  transferSet: Dataset,
  { scratch, directoryOf, onEvent, signal }: Surroundings,
): Promise<readonly EpochSummary[]> {
  const { smoothing, soft, net, seed, answers } = input;
  await removeThreadLock(scratch);
  const onWarning = (text: string) => onEvent({ kind: "warning", text });
  const checkpoints = await openCheckpoints(scratch, { onWarning });
  const options = { ...netTrainingOptions(net, seed, { model, training: transferSet, onEvent, signal }), checkpoints };
  try {
    if (soft === undefined) {
      const loss = (logits: tf.Tensor2D, labels: tf.Tensor1D) =>
        labelSmoothedCrossEntropy(logits, labels, { smoothing });
      return (await trainClassifier(model, transferSet, { ...options, ...(smoothing > 0 ? { loss } : {}) })).epochs;
    }
    const { loss, temperature, hardWeight, targets } = soft;
    const softLoss = mnistLoss(loss);
    const weights = { temperature, hardWeight, softWeight: 1 - hardWeight, ...(softLoss ? { softLoss } : {}) };
    const learnFrom = async (from: Parameters<typeof distill>[1]) =>
      (await distill(model, from, transferSet, { ...options, ...weights })).epochs;
    if (targets === "uniform")
      return await learnFrom((features) => tf.zeros([features.shape[0]!, model.outputs[0]!.shape[1]!]));
    const softTargets = await openSoftTargets(join(directoryOf(answers), ANSWERS_FOLDER));
    return await learnFrom(softTargets).finally(() => softTargets.close());
  } finally {
    options.optimizer.dispose();
    await checkpoints.close();
  }
}
