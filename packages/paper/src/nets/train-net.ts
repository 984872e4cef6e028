import { join } from "node:path";
import { type Matrix, matrixRow } from "@dark-knowledge/core";
import { type Dataset, datasetSize, labelsOf, mixup, selectRows } from "@dark-knowledge/datasets";
import { confidencePenalty, labelSmoothedCrossEntropy } from "@dark-knowledge/losses";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import type { CorrectedRecord, ValidationRecord } from "@dark-knowledge/report";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import {
  distill,
  distillRegressor,
  type EpochSummary,
  evaluateLogits,
  type HardLoss,
  predictLogits,
  trainClassifier,
  trainRegressor,
} from "@dark-knowledge/training";
import { loadModel, loadStudent, saveStudent } from "@dark-knowledge/training/node";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { withAttachedParts } from "../data/detach-parts.ts";
import { isLabelled } from "../data/is-labelled.ts";
import { versions } from "../versions.ts";
import { buildNet } from "./build-net.ts";
import { correctClasses } from "./correct-classes.ts";
import { answeredTransferSet, answersOf, type TaughtPart } from "./external-answers.ts";
import { examplePositions } from "./internal/example-positions.ts";
import { writeMatrix } from "./internal/matrix-file.ts";
import { selectTaskBackend } from "./internal/select-task-backend.ts";
import { ANSWERS_FOLDER, MODEL_FOLDER, TEST_LOGITS } from "./internal/stage-files.ts";
import { type CheckpointedOptions, trainWithCheckpoints } from "./internal/train-with-checkpoints.ts";
import { measureNet } from "./measure-net.ts";
import type { NetResult } from "./net-result.ts";
import type { NetSpec } from "./net-spec.ts";
import type { RecordedAnswers } from "./record-answers.ts";
import { softLossOf } from "./soft-losses.ts";
import type { SoftTerm } from "./soft-term.ts";
import type { StageShared } from "./stage-shared.ts";
import type { TrainingEvent } from "./training-event.ts";
import { type TransferSetSpec, transferSetOf } from "./transfer-set.ts";

/** Input of a training: one net to train and measure on the test set. */
export interface TrainNetInput {
  readonly net: NetSpec;
  readonly seed: number;
  readonly transferSet?: TransferSetSpec;
  /** Label smoothing: the share of each label that is spread over all classes, for a net without soft targets. */
  readonly smoothing?: number;
  /** The confidence penalty: the weight of the entropy of its answers, for a net without soft targets and smoothing. */
  readonly entropyWeight?: number;
  /**
   * Mixes each example with another one, with shares from Beta(mixup, mixup): a label counts as much as its example's share, and a teacher, whose
   * `targets` must be `"live"`, answers the mixture. Left out for examples as they are.
   */
  readonly mixup?: number;
  /**
   * Stops when the errors on the validation set have not been fewer for so many epochs, and keeps the best weights. Left out for all epochs,
   * of which the last counts.
   */
  readonly patience?: number;
  /** Whether to measure its accuracy on the examples that it was trained on, as `trainingAccuracy`. */
  readonly measuresTraining?: boolean;
  /** Left out for a net on labels alone. */
  readonly soft?: SoftTerm;
  /** Whether other stages or users need the net. */
  readonly isKept: boolean;
  /** Whether to change its biases afterwards for the classes missing from its transfer set; needs recorded answers. */
  readonly isCorrected?: boolean;
}

type Context = TaskContext<StageShared, TrainingEvent>;

/** Trains one net and measures it. Its folder keeps its test logits, and the net if it is needed. */
export const trainNet: Task<TrainNetInput, NetResult, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "nets/train", version: 2 },
  withAttachedParts(async (input: TrainNetInput, context: Context): Promise<NetResult> => {
    const { shared, directory, signal } = context;
    const { training, test, outside } = shared;
    await selectTaskBackend(shared);
    const wanted = transferSetOf(training, input.transferSet ?? {});
    const part = taughtPartOf(input.soft);
    const transferSet = part === undefined ? wanted : await answeredTransferSet(shared.answers!, part, wanted);
    const model = await buildNet(input.net, test, input.seed);
    try {
      const epochs = await train(input, model, transferSet, context);
      if (input.isKept) await keepNet(input, model, context);
      const logits = await predictLogits(model, test, { signal });
      await writeMatrix(directory, TEST_LOGITS, logits);
      const outsideLogits = outside && (await predictLogits(model, outside, { signal }));
      const measured = await measureNet(model, { logits, outsideLogits }, test, { signal });
      const trainingAccuracy = input.measuresTraining ? await accuracyOn(training, input, model, context) : undefined;
      return {
        ...measured,
        ...(trainingAccuracy === undefined ? {} : { figures: { ...measured.figures, trainingAccuracy } }),
        // Without soft targets a net learns from labelled examples alone.
        transferSize:
          (input.soft
            ? datasetSize(transferSet)
            : transferSet.rows.filter((row) => isLabelled(transferSet.targets, row)).length) /
          (input.transferSet?.repeat ?? 1),
        parameters: model.countParams(),
        history: epochs.map(({ epoch, terms, validation }) => ({
          ...{ epoch: epoch + 1, terms },
          ...(validation ? { validation: validationRecord(validation) } : {}),
        })),
        exampleLogits: examplePositions(test).map((position) => Array.from(matrixRow(logits, position))),
        ...(input.isCorrected ? { corrected: await correct(input, model, logits, context) } : {}),
      };
    } finally {
      model.dispose();
    }
  }),
);

/** Keeps a net so that it takes raw examples. */
async function keepNet(
  { soft }: TrainNetInput,
  model: LayersModel,
  { shared, directory, needs }: Context,
): Promise<void> {
  const { training, layout, answers } = shared;
  const [teacher] = Object.values(needs);
  const part = taughtPartOf(soft);
  await saveStudent(model, join(directory, MODEL_FOLDER), {
    ...{ dataset: training, overwrite: true, versions: versions() },
    ...(layout ? { layout } : {}),
    ...(soft?.temperature === undefined ? {} : { temperature: soft.temperature }),
    ...(soft?.targets === "live"
      ? { teacherFingerprint: await readFingerprint(join(teacher!.directory, MODEL_FOLDER)) }
      : {}),
    ...(part === undefined ? {} : { teacherFingerprint: await readTeacherOf(answersOf(answers!, part)) }),
  });
}

/** The answers of a teacher from elsewhere that a student learns from, if it learns from some. */
function taughtPartOf(soft: SoftTerm | undefined): TaughtPart | undefined {
  if (soft?.targets === "external") return "transfer";
  return soft?.targets === "out-of-fold" ? "out-of-fold" : undefined;
}

async function readTeacherOf(answers: string): Promise<string> {
  const softTargets = await openSoftTargets(answers);
  await softTargets.close();
  return softTargets.manifest.teacherFingerprint;
}

async function readFingerprint(folder: string): Promise<string> {
  const teacher = await loadStudent(folder);
  teacher.dispose();
  return teacher.description.fingerprint;
}

function validationRecord(figures: ValidationRecord): ValidationRecord {
  const { size, errors, nll, rmse, r2 } = figures;
  return "rmse" in figures ? { size, rmse: rmse!, r2: r2! } : { errors: errors!, size, nll: nll! };
}

/** The results of an epoch, whatever the task is. */
type Epoch = EpochSummary<ValidationRecord>;

function train(
  { net, seed, patience, soft, mixup: alpha, ...input }: TrainNetInput,
  model: LayersModel,
  transferSet: Dataset,
  context: Context,
): Promise<readonly Epoch[]> {
  if (net.epochs === 0) return Promise.resolve([]);
  const { validation } = context.shared;
  const surroundings = { ...context, net: model, training: transferSet };
  return trainWithCheckpoints(net, seed, surroundings, async (checkpointed) => {
    const options = {
      ...checkpointed,
      ...(alpha === undefined ? {} : { augment: [mixup({ alpha })] }),
      ...(validation ? { validation } : {}),
      ...(patience === undefined ? {} : { earlyStopping: { patience, metric: "errors" } }),
    };
    if (soft) return distillNet(soft, model, transferSet, options, context);
    if (transferSet.targets.kind === "numbers") return (await trainRegressor(model, transferSet, options)).epochs;
    const loss = hardLossOf(input);
    return (await trainClassifier(model, transferSet, { ...options, ...(loss ? { loss } : {}) })).epochs;
  });
}

/** Another loss than the cross-entropy, if one is wanted. */
function hardLossOf({
  smoothing = 0,
  entropyWeight = 0,
}: Pick<TrainNetInput, "smoothing" | "entropyWeight">): HardLoss | undefined {
  if (smoothing > 0) return (logits, labels) => labelSmoothedCrossEntropy(logits, labels, { smoothing });
  return entropyWeight > 0 ? (logits, labels) => confidencePenalty(logits, labels, { entropyWeight }) : undefined;
}

/** The share of the labelled examples of a net's own transfer set that it gets right. */
async function accuracyOn(
  training: Dataset,
  { transferSet: { repeat: _, ...transferSet } = {} }: TrainNetInput,
  model: LayersModel,
  { signal }: Context,
): Promise<number> {
  const seen = transferSetOf(training, transferSet);
  const labelled = selectRows(
    seen,
    Array.from(seen.rows.keys()).filter((position) => isLabelled(seen.targets, seen.rows[position]!)),
  );
  const logits = await predictLogits(model, labelled, { signal });
  return 1 - evaluateLogits(logits, labelsOf(labelled)).errors / datasetSize(labelled);
}

/** Distils the teacher whose net or answers are in a needed stage's folder, or whose answers all stages share. */
async function distillNet(
  soft: SoftTerm,
  model: LayersModel,
  transferSet: Dataset,
  options: CheckpointedOptions,
  { needs, shared }: Context,
): Promise<readonly Epoch[]> {
  const { loss, temperature = 1, hardWeight, targets } = soft;
  const softLoss = softLossOf(loss);
  const weights = { temperature, hardWeight, softWeight: 1 - hardWeight, ...(softLoss ? { softLoss } : {}) };
  const learnFrom = async (from: Parameters<typeof distill>[1]) =>
    (await distill(model, from, transferSet, { ...options, ...weights })).epochs;
  const learnNumbersFrom = async (from: Parameters<typeof distillRegressor>[1]) =>
    (await distillRegressor(model, from, transferSet, { ...options, hardWeight, softWeight: 1 - hardWeight })).epochs;
  if (targets === "uniform") {
    return learnFrom((features) => tf.zeros([features.shape[0]!, model.outputs[0]!.shape[1]!]));
  }
  const teacher = Object.values(needs)[0]?.directory;
  if (targets === "live") {
    const net = await loadModel(join(teacher!, MODEL_FOLDER));
    const { kind } = transferSet.targets;
    return (kind === "numbers" ? learnNumbersFrom(net) : learnFrom(net)).finally(() => net.dispose());
  }
  const part = taughtPartOf(soft);
  const answers = part === undefined ? join(teacher!, ANSWERS_FOLDER) : answersOf(shared.answers!, part);
  const softTargets = await openSoftTargets(answers);
  const isNumbers = transferSet.targets.kind === "numbers";
  return (isNumbers ? learnNumbersFrom(softTargets) : learnFrom(softTargets)).finally(() => softTargets.close());
}

async function correct(
  { transferSet = {} }: TrainNetInput,
  model: LayersModel,
  testLogits: Matrix,
  { shared: { training, test }, needs, signal }: Context,
): Promise<CorrectedRecord> {
  const { omit = [], only = [] } = transferSet;
  const { shares } = Object.values(needs)[0]!.result as RecordedAnswers;
  return correctClasses({
    classes: only.length > 0 ? only : omit,
    shares,
    trainingLogits: await predictLogits(model, training, { signal }),
    ...{ testLogits, test },
  });
}
