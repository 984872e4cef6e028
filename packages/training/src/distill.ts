import { ArgumentError, assertNumber } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import { distillationLoss, entropy } from "@dark-knowledge/losses";
import * as tf from "@tensorflow/tfjs-core";
import type { Classifier } from "./classifier.ts";
import { fingerprintWeights } from "./fingerprint-weights.ts";
import { hasLabels } from "./internal/has-labels.ts";
import { resolveClassifier } from "./internal/resolve-classifier.ts";
import { type Objective, runTraining, splitValidation } from "./internal/run-training.ts";
import { createTeacherAnswers } from "./internal/teacher-answers.ts";
import type { TrainingHistory, TrainingOptions } from "./training-options.ts";

/** Options of {@link distill}. */
export interface DistillOptions extends TrainingOptions {
  /** The temperature T of both softmaxes in the soft term; the paper uses 20 on MNIST, 2 to 5 elsewhere. No default. */
  readonly temperature: number;
  /** Weight of the soft term, which already carries T²; 0.9 when left out. */
  readonly softWeight?: number;
  /** Weight of the hard term; 0.1 when left out. It must be 0 for a transfer set without labels. */
  readonly hardWeight?: number;
  /** The weights of a teacher that is a function, to check that training leaves them alone. Those of a LayersModel are known. */
  readonly teacherWeights?: readonly tf.Tensor[];
  /** Called while the teacher answers the whole transfer set before the first epoch. */
  readonly onTeacherProgress?: (done: number, total: number) => void;
}

/** What {@link distill} returns. */
export interface DistillationHistory extends TrainingHistory {
  /** SHA-256 of the teacher's weights, as `fingerprintWeights` makes it; missing where they are not known. */
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
 * @param student a LayersModel that ends in logits, or a function together with `options.variables`; trained in place
 * @param teacher a LayersModel or a function; any number of models behind one function makes an ensemble
 * @param transferSet labelled or not; it may lack classes that the teacher knows
 * @returns the means of `total`, `soft`, `hard` (both unweighted) and `kl` of each epoch, and the teacher's fingerprint. `kl` is
 *   `T² · KL(teacher ‖ student)`, the soft term less the `T² · H(teacher)` that no student can get below
 * @throws ArgumentError when an option is out of range, the teacher gives NaN, class counts differ, a hard weight meets a
 *   set without labels, or the student's variables are the teacher's
 * @throws Error when the loss stops being finite, or the teacher's weights changed
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
  teacher: Classifier,
  transferSet: Dataset,
  options: DistillOptions,
): Promise<DistillationHistory> {
  const { temperature, softWeight = 0.9, hardWeight = 0.1 } = options;
  assertNumber("distill", "temperature", temperature, { above: 0 });
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

  const teacherWeights = options.teacherWeights ?? resolveClassifier("distill", "teacher", teacher).weights;
  assertTeacherIsNotTrained(student, teacherWeights, options);
  const fingerprint = await fingerprintWeights(teacherWeights);
  const answers = await createTeacherAnswers("distill", teacher, sets.training, {
    isAugmented: (options.jitter ?? 0) > 0,
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.onTeacherProgress ? { onProgress: options.onTeacherProgress } : {}),
  });
  const objective: Objective = {
    prepare: (batch, features) => {
      const teacherLogits = answers(batch, features);
      const floor = tf.mul(entropy(teacherLogits, { temperature }), temperature ** 2);
      return { teacherLogits, floor, labels: tf.tensor1d(batch.labels, "int32") };
    },
    loss: (studentLogits, prepared) => {
      const terms = distillationLoss(
        studentLogits,
        {
          teacherLogits: prepared.teacherLogits as tf.Tensor2D,
          ...(isLabelled ? { labels: prepared.labels as tf.Tensor1D } : {}),
        },
        { temperature, softWeight, hardWeight },
      );
      return { ...terms, kl: tf.sub(terms.soft, prepared.floor!) };
    },
  };
  const history = await runTraining("distill", student, sets, objective, options);
  if (teacherWeights.length === 0) return history;
  if ((await fingerprintWeights(teacherWeights)) !== fingerprint) {
    throw new Error("distill: the teacher's weights changed during training; do student and teacher share layers?");
  }
  return { ...history, teacherFingerprint: fingerprint };
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
