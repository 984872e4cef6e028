import { ArgumentError, assertNumber, assertOptions, type OptionNames } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { GivenAnswers, SoftTargets } from "@dark-knowledge/soft-targets";
import type * as tf from "@tensorflow/tfjs-core";
import type { Classifier, Teacher } from "./classifier.ts";
import { fingerprintWeights } from "./fingerprint-weights.ts";
import type { HardLoss } from "./hard-loss.ts";
import { assertSchedule } from "./internal/assert-schedule.ts";
import { distillationObjective, temperatureAt } from "./internal/distillation-objective.ts";
import { createGivenAnswers, isGivenAnswers } from "./internal/given-answers.ts";
import { hasLabels } from "./internal/has-labels.ts";
import { isLazyEnsemble } from "./internal/lazy-members.ts";
import type { Objective } from "./internal/objective.ts";
import { ADVICE, TRAINING_OPTIONS } from "./internal/option-names.ts";
import { pointAt } from "./internal/point-at.ts";
import { prepareRun } from "./internal/prepare-run.ts";
import { probeLoss } from "./internal/probe-loss.ts";
import { resolveClassifier } from "./internal/resolve-classifier.ts";
import type { Run } from "./internal/run.ts";
import { runTraining } from "./internal/run-training.ts";
import { createStoredAnswers, isSoftTargets } from "./internal/stored-answers.ts";
import { createTeacherAnswers, type TeacherAnswers } from "./internal/teacher-answers.ts";
import { trainingSets } from "./internal/training-sets.ts";
import type { Schedule } from "./schedule.ts";
import type { SoftLoss } from "./soft-loss.ts";
import type { TrainingHistory } from "./training-history.ts";
import type { TrainingOptions } from "./training-options.ts";

/** Options of {@link distill}. */
export interface DistillOptions extends TrainingOptions {
  /**
   * The temperature T of both softmaxes in the soft term, which may change during training; the paper uses 20 on MNIST, 2 to 5
   * elsewhere. No default.
   */
  readonly temperature: Schedule;
  /** Weight of the soft term, which already carries T²: its mean over all examples of a batch. Default: 0.9. */
  readonly softWeight?: number;
  /**
   * Weight of the hard term: its mean over the examples of a batch that have a label. Default: 0.1. It must be 0 for a
   * transfer set without labels.
   */
  readonly hardWeight?: number;
  /**
   * Another soft term in place of the cross-entropy with the soft targets, with its own factors, such as
   * `(z, v, { temperature }) => mul(jensenShannonDivergence(z, v, { temperature }), temperature ** 2)`. The means have no `kl` then. It needs a logit for each class, so top-k
   * soft targets must have their tail spread.
   */
  readonly softLoss?: SoftLoss;
  /** Another hard term in place of the cross-entropy with the labels: class weights, label smoothing, a focal loss. */
  readonly hardLoss?: HardLoss;
  /** The weights of a teacher that is a function, to check that training leaves them alone. Those of a LayersModel are known. */
  readonly teacherWeights?: readonly tf.Tensor[];
  /**
   * The treatment of classes that stored top-k answers do not name: `"class"`, all of them as one, or `"spread"`, equal
   * parts for each; see `sparseSoftTargetCrossEntropy`. Required with such a store, and not allowed otherwise.
   */
  readonly tail?: "class" | "spread";
  /** Called while the teacher answers the whole transfer set before the first epoch. */
  readonly onTeacherProgress?: (done: number, total: number) => void;
}

/** Result of {@link distill}. */
export interface DistillationHistory extends TrainingHistory {
  /** SHA-256 of the teacher's weights, as `fingerprintWeights` or the store has it; missing where they are not known. */
  readonly teacherFingerprint?: string;
}

/**
 * Distils a teacher into a student: minimises
 * `softWeight · mean(T² · CE(softmax(v/T), softmax(z/T))) + hardWeight · mean(CE(label, softmax(z)))`, with the teacher's logits v and the
 * student's z. The first mean is over all examples of a batch, the second over those that have a label.
 *
 * The teacher runs in inference mode, outside the gradient tape; its weights are hashed before and after, and a change
 * is an error. Without `jitter` it answers the transfer set once, before the first epoch. With `jitter` teacher and
 * student see the same shifted image.
 *
 * In place of a teacher it takes the answers that one has given: in memory, as `{ probs }`, `{ logits }`, `{ logProbs }` or `{ topK }`, a row for each example of the
 * transfer set or with `ids`, or as `openSoftTargets` opens them. No teacher runs then. With
 * float32 answers the student is the same, bit for bit, as with the teacher itself, on a backend whose answer to an
 * example does not depend on the rest of its batch. With `jitter` it sees the views that were recorded, epoch by epoch, and
 * the first ones again when they are at an end.
 *
 * @param student a LayersModel that ends in logits, or a function together with `options.variables`; trained in place
 * @param teacher a LayersModel, a function that gives logits or a promise of them, recorded soft targets, or answers in memory; an ensemble is a function
 *   by `createEnsemble`, or a {@link LazyEnsemble}. A promise is awaited outside the gradient tape, and with `jitter` the teacher is
 *   asked for the next batch while the student learns
 * @param transferSet labelled or not; it may lack classes that the teacher knows
 * @returns the means of `total`, `soft`, `hard` (both unweighted) and, but for another soft term, `kl` of each epoch, and the teacher's fingerprint. `kl` is
 *   `T² · KL(teacher ‖ student)`, the soft term less the `T² · H(teacher)` that no student can get below
 * @throws ArgumentError, before any work, when an option is unknown or out of range, the validation set is of other classes or shapes,
 *   student or teacher do not fit the set, a hard weight meets a set without labels, or the student's variables are the teacher's; and when
 *   the teacher gives NaN, +∞, or −∞ for all classes of an example
 * @throws Error when soft targets are of other classes or examples, or lack one; when weights, logits, loss or a gradient are not finite: the
 *   student keeps the weights from before that step; or when the teacher's weights changed
 * @see Hinton, Vinyals and Dean (2015), section 2
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createDataset } from "@dark-knowledge/datasets";
 * import { createMlp, distill, fidelity } from "@dark-knowledge/training";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * // An unlabelled transfer set: only the teacher knows the classes.
 * const transferSet = createDataset({
 *   features: Float32Array.of(1, 0, 0, 1, 0.8, 0, 0.1, 0.9),
 *   labels: Int32Array.of(-1, -1, -1, -1),
 *   exampleShape: [2],
 *   classNames: ["left", "right"],
 * });
 * const teacher = (features: tf.Tensor) => tf.mul(features, 5);
 * const student = createMlp({ exampleShape: [2], hiddenUnits: [8], classCount: 2, seed: 1 });
 * await distill(student, teacher, transferSet, { temperature: 2, hardWeight: 0, epochs: 20, seed: 1, batchSize: 4 });
 * (await fidelity(student, teacher, transferSet)).agreement; // => 1
 * student.dispose();
 * ```
 */
export async function distill(
  student: Classifier,
  teacher: Teacher | SoftTargets | GivenAnswers,
  transferSet: Dataset,
  options: DistillOptions,
): Promise<DistillationHistory> {
  assertOptions<DistillOptions>(NAME, options, OPTIONS, ADVICE);
  const { temperature, softWeight = 0.9, hardWeight = 0.1, softLoss, hardLoss, undoSoftmax = false } = options;
  assertSchedule(NAME, "temperature", temperature, { above: 0 });
  assertWeights(softWeight, hardWeight);
  const sets = trainingSets(NAME, "transferSet", transferSet, options.validation);
  const run = await prepareRun(NAME, "student", student, sets, options);
  const isLabelled = hasLabels(sets.training);
  if (hardWeight > 0 && !isLabelled) {
    fail("hardWeight", "must be 0 for a transfer set without labels", String(hardWeight), "range");
  }
  probeLosses(run, options);
  assertTailFits(teacher, options);
  const teacherWeights = options.teacherWeights ?? weightsOf(teacher, sets.training, undoSoftmax);
  assertTeacherIsNotTrained(run.variables, teacherWeights);
  const fingerprint = await fingerprintWeights(teacherWeights);
  const known = teacherWeights.length === 0 ? "a function" : fingerprint.slice(0, 16);
  const { answers, source } = await chooseAnswers(teacher, known, transferSet, sets.training, options);
  const weighing = { temperature, softWeight, hardWeight, isLabelled, answers, softLoss, hardLoss };
  const objective: Objective = {
    ...(answers.begin ? { begin: answers.begin } : {}),
    ...(answers.load ? { load: answers.load } : {}),
    ...(answers.augmentationSeeds ? { augmentationSeeds: answers.augmentationSeeds } : {}),
    settings: (at) => ({
      temperature: temperatureAt(temperature, at),
      softWeight,
      hardWeight,
      softLoss: softLoss === undefined ? "cross-entropy" : "a function",
      hardLoss: hardLoss === undefined ? "cross-entropy" : "a function",
      ...source,
    }),
    ...distillationObjective(weighing),
  };
  const history = await runTraining(run, objective);
  if (isSoftTargets(teacher)) return { ...history, teacherFingerprint: teacher.manifest.teacherFingerprint };
  if (teacherWeights.length === 0) return history;
  if ((await fingerprintWeights(teacherWeights)) !== fingerprint) {
    throw new Error("distill: the teacher's weights changed during training; do student and teacher share layers?");
  }
  return { ...history, teacherFingerprint: fingerprint };
}

const NAME = "distill";

const OPTIONS: OptionNames<DistillOptions> = {
  ...TRAINING_OPTIONS,
  temperature: true,
  softWeight: true,
  hardWeight: true,
  softLoss: true,
  hardLoss: true,
  teacherWeights: true,
  tail: true,
  onTeacherProgress: true,
};

type Source = Teacher | SoftTargets | GivenAnswers;

function assertTailFits(teacher: Source, { tail, softLoss }: DistillOptions): void {
  if (!isSoftTargets(teacher) && !isGivenAnswers(teacher)) {
    if (tail === undefined) return;
    fail("tail", "must be left out with a teacher that gives all logits", JSON.stringify(tail), "state");
  }
  if (softLoss === undefined || tail !== "class") return;
  const expected = 'must not be given with top-k soft targets and tail "class", which leave no logit for each class';
  fail("softLoss", expected, "a function", "state");
}

/** The weights of a teacher where they can be seen. */
function weightsOf(teacher: Source, dataset: Dataset, undoSoftmax: boolean): readonly tf.Tensor[] {
  if (isSoftTargets(teacher) || isGivenAnswers(teacher) || isLazyEnsemble(teacher)) return [];
  return resolveClassifier(NAME, "teacher", teacher, dataset, undoSoftmax).weights;
}

/** Where the answers come from, and what tells this source from others. */
async function chooseAnswers(
  teacher: Source,
  known: string,
  transferSet: Dataset,
  training: Dataset,
  options: DistillOptions,
): Promise<{ answers: TeacherAnswers; source: Readonly<Record<string, string>> }> {
  const { jitter = 0, undoSoftmax = false, signal, tail, onTeacherProgress: onProgress } = options;
  if (isSoftTargets(teacher)) {
    const { teacherFingerprint, encoding } = teacher.manifest;
    const source = { teacher: teacherFingerprint.slice(0, 16), answers: JSON.stringify({ ...encoding, tail }) };
    return { answers: await createStoredAnswers(NAME, teacher, training, options), source };
  }
  if (isGivenAnswers(teacher)) {
    const answers = await createGivenAnswers(NAME, teacher, transferSet, training, options);
    const source = { teacher: answers.fingerprint.slice(0, 16), answers: JSON.stringify({ kind: "given", tail }) };
    return { answers, source };
  }
  const answers = createTeacherAnswers(NAME, teacher, training, {
    ...{ isAugmented: jitter > 0, undoSoftmax },
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
  });
  return { answers, source: { teacher: known, answers: "its own" } };
}

function probeLosses(run: Run, { temperature, softLoss, hardLoss, hardWeight = 0.1 }: DistillOptions): void {
  if (softLoss !== undefined) {
    const now = temperatureAt(temperature, pointAt(run, 0));
    probeLoss(run, "softLoss", (z, v, labels) => softLoss(z, v, { labels, temperature: now }));
  }
  if (hardLoss !== undefined && hardWeight > 0) probeLoss(run, "hardLoss", (z, _, labels) => hardLoss(z, labels));
}

function assertWeights(softWeight: number, hardWeight: number): void {
  assertNumber(NAME, "softWeight", softWeight, { min: 0 });
  assertNumber(NAME, "hardWeight", hardWeight, { min: 0 });
  if (softWeight === 0 && hardWeight === 0) {
    fail("softWeight", "must be above 0 where hardWeight is 0, so that there is something to learn", "0", "range");
  }
}

function assertTeacherIsNotTrained(variables: readonly tf.Variable[], teacherWeights: readonly tf.Tensor[]): void {
  const shared = variables.filter((variable) => teacherWeights.includes(variable)).length;
  if (shared > 0) fail("student", "must share no trained weight with the teacher", `${shared} shared`, "state");
}

function fail(argument: string, expected: string, received: string, code: "range" | "state"): never {
  throw new ArgumentError({ functionName: NAME, argument, expected, received, code });
}
