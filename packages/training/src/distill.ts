import { ArgumentError, assertNumber } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import { distillationLoss, entropy, hardCrossEntropy } from "@dark-knowledge/losses";
import type { SoftTargets } from "@dark-knowledge/soft-targets";
import * as tf from "@tensorflow/tfjs-core";
import type { Classifier } from "./classifier.ts";
import { fingerprintWeights } from "./fingerprint-weights.ts";
import { hasLabels } from "./internal/has-labels.ts";
import { isLazyEnsemble } from "./internal/lazy-members.ts";
import type { Objective } from "./internal/objective.ts";
import { resolveClassifier } from "./internal/resolve-classifier.ts";
import { runTraining, splitValidation } from "./internal/run-training.ts";
import { createStoredAnswers, isSoftTargets } from "./internal/stored-answers.ts";
import { createTeacherAnswers, type TeacherAnswers, type TeacherTensors } from "./internal/teacher-answers.ts";
import type { LazyEnsemble } from "./lazy-ensemble.ts";
import { type Schedule, type SchedulePoint, scheduleValue } from "./schedule.ts";
import type { TrainingHistory } from "./training-history.ts";
import type { TrainingOptions } from "./training-options.ts";

/** What a soft term is computed from beside the logits. */
export interface SoftLossContext {
  /** `[batch]`, int32; −1 for a row without a label. */
  readonly labels: tf.Tensor1D;
  /** At this step. */
  readonly temperature: number;
}

/** A soft term: student's and teacher's logits, `[batch, classes]`, to one value per example, `[batch]`. */
export type SoftLoss = (
  studentLogits: tf.Tensor2D,
  teacherLogits: tf.Tensor2D,
  context: SoftLossContext,
) => tf.Tensor1D;

/** Options of {@link distill}. */
export interface DistillOptions extends TrainingOptions {
  /**
   * The temperature T of both softmaxes in the soft term, which may change during training; the paper uses 20 on MNIST, 2 to 5
   * elsewhere. No default.
   */
  readonly temperature: Schedule;
  /** Weight of the soft term, which already carries T²; 0.9 when left out. */
  readonly softWeight?: number;
  /** Weight of the hard term; 0.1 when left out. It must be 0 for a transfer set without labels. */
  readonly hardWeight?: number;
  /**
   * Another soft term in place of the cross-entropy with the soft targets, with its own factors, such as
   * `(z, v, { temperature }) => mul(jensenShannonDivergence(z, v, { temperature }), temperature ** 2)`. The means have no `kl` then. It needs a logit for each class, so top-k
   * soft targets must have their tail spread.
   */
  readonly softLoss?: SoftLoss;
  /** The weights of a teacher that is a function, to check that training leaves them alone. Those of a LayersModel are known. */
  readonly teacherWeights?: readonly tf.Tensor[];
  /**
   * What becomes of the classes that stored top-k answers do not name: `"class"`, all of them as one, or `"spread"`, equal parts
   * for each; see `sparseSoftTargetCrossEntropy`. Required with such a store, and for nothing else.
   */
  readonly tail?: "class" | "spread";
  /** Called while the teacher answers the whole transfer set before the first epoch. */
  readonly onTeacherProgress?: (done: number, total: number) => void;
}

/** What {@link distill} returns. */
export interface DistillationHistory extends TrainingHistory {
  /** SHA-256 of the teacher's weights, as `fingerprintWeights` or the store has it; missing where they are not known. */
  readonly teacherFingerprint?: string;
}

/**
 * Distils a teacher into a student: minimises the mean of
 * `softWeight · T² · CE(softmax(v/T), softmax(z/T)) + hardWeight · CE(label, softmax(z))` over a transfer set, with the
 * teacher's logits v and the student's z.
 *
 * The teacher runs in inference mode, outside the gradient tape; its weights are hashed before and after, and a change
 * is an error. Without `jitter` it answers the transfer set once, before the first epoch. With `jitter` teacher and
 * student see the same shifted image.
 *
 * In place of a teacher it takes the answers that one has given, as `openSoftTargets` opens them. No teacher runs then. With
 * float32 answers the student is the same, bit for bit, as with the teacher itself, on a backend whose answer to an
 * example does not depend on the rest of its batch. With `jitter` it sees the views that were recorded, epoch by epoch, and
 * the first ones again when they are at an end.
 *
 * @param student a LayersModel that ends in logits, or a function together with `options.variables`; trained in place
 * @param teacher a LayersModel or a function, or recorded soft targets; an ensemble is a function by `createEnsemble`, or a
 *   {@link LazyEnsemble}
 * @param transferSet labelled or not; it may lack classes that the teacher knows
 * @returns the means of `total`, `soft`, `hard` (both unweighted) and, but for another soft term, `kl` of each epoch, and the teacher's fingerprint. `kl` is
 *   `T² · KL(teacher ‖ student)`, the soft term less the `T² · H(teacher)` that no student can get below
 * @throws ArgumentError when an option is out of range, the teacher gives NaN, class counts differ, a hard weight meets a
 *   set without labels, or the student's variables are the teacher's
 * @throws Error when soft targets are of other classes or examples, or lack one; when the loss stops being finite, or the teacher's weights changed
 * @see Hinton, Vinyals and Dean (2015), section 2
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createDataset } from "@dark-knowledge/datasets";
 * import { createMlp, distill, fidelity } from "@dark-knowledge/training";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * // An unlabelled transfer set: nobody but the teacher says what is what.
 * const transferSet = createDataset({
 *   features: Uint8Array.of(255, 0, 0, 255, 200, 10, 20, 220),
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
  teacher: Classifier | LazyEnsemble | SoftTargets,
  transferSet: Dataset,
  options: DistillOptions,
): Promise<DistillationHistory> {
  const { temperature, softWeight = 0.9, hardWeight = 0.1 } = options;
  if (typeof temperature !== "function") assertNumber("distill", "temperature", temperature, { above: 0 });
  assertNumber("distill", "softWeight", softWeight, { min: 0 });
  assertNumber("distill", "hardWeight", hardWeight, { min: 0 });
  const sets = splitValidation(transferSet, options);
  const isLabelled = hasLabels(sets.training);
  if (hardWeight > 0 && !isLabelled) {
    throw new ArgumentError({
      functionName: "distill",
      argument: "hardWeight",
      expected: "must be 0 for a transfer set without labels",
      received: String(hardWeight),
      code: "range",
    });
  }

  const isStored = isSoftTargets(teacher);
  const teacherWeights =
    options.teacherWeights ??
    (isStored || isLazyEnsemble(teacher) ? [] : resolveClassifier("distill", "teacher", teacher).weights);
  assertTeacherIsNotTrained(student, teacherWeights, options);
  const fingerprint = await fingerprintWeights(teacherWeights);
  const answers = isStored
    ? await createStoredAnswers("distill", teacher, sets.training, options)
    : await createTeacherAnswers("distill", teacher, sets.training, {
        isAugmented: (options.jitter ?? 0) > 0,
        ...(options.signal ? { signal: options.signal } : {}),
        ...(options.onTeacherProgress ? { onProgress: options.onTeacherProgress } : {}),
      });
  const knownTeacher = teacherWeights.length === 0 ? "a function" : fingerprint.slice(0, 16);
  const source = isStored
    ? {
        teacher: teacher.manifest.teacherFingerprint.slice(0, 16),
        answers: JSON.stringify({ ...teacher.manifest.encoding, tail: options.tail }),
      }
    : { teacher: knownTeacher, answers: "its own" };
  const objective: Objective = {
    ...(answers.load ? { load: answers.load } : {}),
    ...(answers.augmentationSeeds ? { augmentationSeeds: answers.augmentationSeeds } : {}),
    settings: (at) => ({
      temperature: temperatureAt(temperature, at),
      softWeight,
      hardWeight,
      softLoss: options.softLoss === undefined ? "cross-entropy" : "a function",
      ...source,
    }),
    ...(options.softLoss === undefined
      ? paperObjective({ temperature, softWeight, hardWeight, isLabelled, answers })
      : softLossObjective({ temperature, softWeight, hardWeight, isLabelled, answers }, options.softLoss)),
  };
  const history = await runTraining("distill", student, sets, objective, options);
  if (isStored) return { ...history, teacherFingerprint: teacher.manifest.teacherFingerprint };
  if (teacherWeights.length === 0) return history;
  if ((await fingerprintWeights(teacherWeights)) !== fingerprint) {
    throw new Error("distill: the teacher's weights changed during training; do student and teacher share layers?");
  }
  return { ...history, teacherFingerprint: fingerprint };
}

interface Weighing {
  readonly temperature: Schedule;
  readonly softWeight: number;
  readonly hardWeight: number;
  readonly isLabelled: boolean;
  readonly answers: TeacherAnswers;
}

type Terms = Pick<Objective, "prepare" | "loss">;

/** The loss of the paper, and how far it is above the least that it can be. */
function paperObjective({ temperature, softWeight, hardWeight, isLabelled, answers }: Weighing): Terms {
  return {
    prepare: (batch, features, loaded, at) => {
      const given = answers.tensors(batch, features, loaded);
      const now = temperatureAt(temperature, at);
      const floor = tf.mul(entropy(knownLogits(given), { temperature: now }), now ** 2);
      return { ...given, floor, labels: tf.tensor1d(batch.labels, "int32") };
    },
    loss: (studentLogits, { labels, floor, ...given }, at) => {
      const terms = distillationLoss(
        studentLogits,
        {
          ...targetsOf(given as unknown as TeacherTensors),
          ...(isLabelled ? { labels: labels as tf.Tensor1D } : {}),
        },
        {
          temperature: temperatureAt(temperature, at),
          softWeight,
          hardWeight,
          ...("indices" in given ? { tail: "class" } : {}),
        },
      );
      return { ...terms, kl: tf.sub(terms.soft, floor!) };
    },
  };
}

/** A soft term of the caller's beside the labels. */
function softLossObjective({ temperature, softWeight, hardWeight, answers }: Weighing, softLoss: SoftLoss): Terms {
  return {
    prepare: (batch, features, loaded) => {
      const given = answers.tensors(batch, features, loaded);
      if ("teacherLogits" in given) return { ...given, labels: tf.tensor1d(batch.labels, "int32") };
      throw new ArgumentError({
        functionName: "distill",
        argument: "softLoss",
        expected: 'must not be given with top-k soft targets and tail "class", which leave no logit for each class',
        received: "a function",
        code: "state",
      });
    },
    loss: (studentLogits, { teacherLogits, labels }, at) => {
      const context = { labels: labels as tf.Tensor1D, temperature: temperatureAt(temperature, at) };
      const soft = softLoss(studentLogits, teacherLogits as tf.Tensor2D, context);
      if (hardWeight === 0) return { total: tf.mul(soft, softWeight), soft };
      const hard = hardCrossEntropy(studentLogits, context.labels);
      return { total: tf.add(tf.mul(soft, softWeight), tf.mul(hard, hardWeight)), soft, hard };
    },
  };
}

function temperatureAt(temperature: Schedule, at: SchedulePoint): number {
  const now: unknown = scheduleValue(temperature, at);
  assertNumber("distill", `temperature at step ${at.step}`, now, { above: 0 });
  return now;
}

/** The logits whose entropy no student can get below: all of them, or those of the named classes and of the rest as one. */
function knownLogits(given: TeacherTensors): tf.Tensor2D {
  if ("teacherLogits" in given) return given.teacherLogits;
  return tf.concat([given.logits, tf.expandDims<tf.Tensor2D>(given.tailLogits, 1)], 1);
}

function targetsOf(given: TeacherTensors) {
  return "teacherLogits" in given ? { teacherLogits: given.teacherLogits } : { sparseTeacherLogits: given };
}

function assertTeacherIsNotTrained(
  student: Classifier,
  teacherWeights: readonly tf.Tensor[],
  { variables }: DistillOptions,
): void {
  const trained: readonly tf.Tensor[] = variables ?? resolveClassifier("distill", "student", student).variables;
  const shared = trained.filter((variable) => teacherWeights.includes(variable)).length;
  if (shared === 0) return;
  throw new ArgumentError({
    functionName: "distill",
    argument: "student",
    expected: "must share no trained weight with the teacher",
    received: `${shared} shared`,
    code: "state",
  });
}
