import { assertOptions, type OptionNames } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { GivenAnswers, SoftTargets } from "@dark-knowledge/soft-targets";
import type * as tf from "@tensorflow/tfjs-core";
import type { ClassWeights } from "./class-weights.ts";
import type { Classifier, Teacher } from "./classifier.ts";
import type { FeatureTerm } from "./feature-term.ts";
import type { HardLoss } from "./hard-loss.ts";
import { assertDistillationWeights, assertHardTerm } from "./internal/assert-distillation-weights.ts";
import { assertSchedule } from "./internal/assert-schedule.ts";
import { distillationObjective, temperatureAt } from "./internal/distillation-objective.ts";
import { prepareFeatures } from "./internal/feature-side.ts";
import { hasTargets } from "./internal/known-targets.ts";
import { mixesExamples } from "./internal/mixes-examples.ts";
import { DISTILLATION_ADVICE, TRAINING_OPTIONS } from "./internal/option-names.ts";
import { pointAt } from "./internal/point-at.ts";
import { prepareRun } from "./internal/prepare-run.ts";
import { probeLoss } from "./internal/probe-loss.ts";
import { withClassWeights } from "./internal/resolve-class-weights.ts";
import type { Run } from "./internal/run.ts";
import { runTraining } from "./internal/run-training.ts";
import { CLASSIFICATION } from "./internal/task.ts";
import { prepareTeacher } from "./internal/teacher-side.ts";
import { trainingSets } from "./internal/training-sets.ts";
import type { Schedule } from "./schedule.ts";
import type { SoftLoss } from "./soft-loss.ts";
import type { TrainingHistory, ValidationFigures } from "./training-history.ts";
import type { TrainingOptions } from "./training-options.ts";

/** Options of {@link distill}. */
export interface DistillOptions<Labels = tf.Tensor1D> extends TrainingOptions {
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
   * Another soft term instead of the cross-entropy with the soft targets, with its own factors, such as
   * `(z, v, { temperature }) => mul(jensenShannonDivergence(z, v, { temperature }), temperature ** 2)`. The means then
   * have no `kl`. It needs a logit for each class, so top-k soft targets need `tail: "spread"`.
   */
  readonly softLoss?: SoftLoss<Labels>;
  /** Another hard term instead of the cross-entropy with the labels, such as label smoothing or a focal loss. */
  readonly hardLoss?: HardLoss<Labels>;
  /** The weight of each class in the hard term. Default: the transfer set's (`targets.classWeights`), or else 1 for all. */
  readonly classWeights?: ClassWeights;
  /**
   * Layers of the student that learn from layers of the teacher, both LayersModels: hints, attention transfer, relational
   * losses. Each adds `weight · mean(loss)` to the loss, and its mean to the history as `features[0]`, `features[1]`, …
   */
  readonly features?: readonly FeatureTerm[];
  /**
   * The weights of a teacher that is a function, to check that training does not change them. Those of a LayersModel
   * are known.
   */
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
export interface DistillationHistory<Figures = ValidationFigures> extends TrainingHistory<Figures> {
  /** SHA-256 of the teacher's weights, as from `fingerprintWeights` or the store; missing if they are not known. */
  readonly teacherFingerprint?: string;
}

/**
 * Distils a teacher into a student: minimises
 * `softWeight · mean(T² · CE(softmax(v/T), softmax(z/T))) + hardWeight · mean(CE(label, softmax(z)))`, with the teacher's logits v and the
 * student's z. The first mean is over all examples of a batch, the second over those that have a label. Both are by the weights of the examples, where the
 * transfer set has some, and the second also by those of the classes.
 *
 * The teacher runs in inference mode, outside the gradient tape; its weights are hashed before and after, and a change
 * is an error. Without `jitter` and `augment` it answers the transfer set once, before the first epoch. With one of them teacher and
 * student see the same changed example, in every epoch another one: few examples become many, and with `mixup` of any numbers.
 *
 * Instead of a teacher it accepts recorded answers: in memory, as `{ probs }`, `{ logits }`, `{ logProbs }` or
 * `{ topK }`, with one row per example of the transfer set or with `ids`, or as opened by `openSoftTargets`. Then no
 * teacher runs. With float32 answers the student is the same, bit for bit, as with the teacher itself, on a backend
 * whose answer to an example does not depend on the rest of its batch. With `jitter` it sees the recorded views, epoch
 * by epoch, in a cycle.
 *
 * @param student a LayersModel that ends in logits, or a function together with `options.variables`; trained in place
 * @param teacher a LayersModel, a function that returns logits or a promise of them, recorded soft targets, or answers
 * in memory; an ensemble is a function from `createEnsemble`, or a {@link LazyEnsemble}. A promise is awaited outside
 * the gradient tape, and with `jitter` or `augment` the teacher answers the next batch while the student learns
 * @param transferSet labelled or not; it may lack classes that the teacher knows
 * @returns for each epoch the means of `total`, `soft`, `hard` (both unweighted) and, unless `softLoss` is given, `kl`,
 * and the teacher's fingerprint. `kl` is `T² · KL(teacher ‖ student)`, the soft term minus its lower bound
 * `T² · H(teacher)`
 * @throws ArgumentError, before any work, when an option is unknown or out of range, the validation set is of other
 * classes or shapes, student or teacher do not fit the dataset, `hardWeight` is above 0 without labels, or the
 * student's variables are the teacher's; and when the teacher returns NaN, +∞, or −∞ for all classes of an example
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
export function distill(
  student: Classifier,
  teacher: Teacher | SoftTargets | GivenAnswers,
  transferSet: Dataset,
  options: DistillOptions,
): Promise<DistillationHistory>;
/** The same with custom terms for labels `[rows, classes]`, where examples may have several classes. */
export function distill(
  student: Classifier,
  teacher: Teacher | SoftTargets | GivenAnswers,
  transferSet: Dataset,
  options: DistillOptions<tf.Tensor2D>,
): Promise<DistillationHistory>;
export async function distill(
  student: Classifier,
  teacher: Teacher | SoftTargets | GivenAnswers,
  transferSet: Dataset,
  chosen: DistillOptions | DistillOptions<tf.Tensor2D>,
): Promise<DistillationHistory> {
  assertOptions<DistillOptions>(NAME, chosen, OPTIONS, DISTILLATION_ADVICE);
  const options = chosen as DistillOptions<tf.Tensor>;
  const { temperature, softWeight = 0.9, hardWeight = 0.1, softLoss, hardLoss } = options;
  assertSchedule(NAME, "temperature", temperature, { above: 0, float32: true });
  assertDistillationWeights(NAME, softWeight, hardWeight);
  const given = trainingSets(NAME, "transferSet", transferSet, options.validation, CLASSIFICATION);
  const ownLoss = hardLoss === undefined ? undefined : "hardLoss";
  const task = withClassWeights(NAME, given.task, given.training, options.classWeights, ownLoss);
  const sets = { ...given, task };
  const run = await prepareRun(NAME, "student", student, sets, options);
  const isLabelled = hasTargets(task, sets.training);
  assertHardTerm(NAME, hardWeight, isLabelled, "labels");
  probeLosses(run, options);
  const side = await prepareTeacher(run, teacher, transferSet, options);
  const { answers, source } = side;
  const isMixed = mixesExamples(options);
  const weighing = { task, temperature, softWeight, hardWeight, isLabelled, isMixed, answers, softLoss, hardLoss };
  const features = prepareFeatures(run, teacher, options.features);
  try {
    const objective = features.join({
      ...side.objective,
      settings: (at) => ({
        temperature: temperatureAt(temperature, at),
        softWeight,
        hardWeight,
        softLoss: softLoss === undefined ? "cross-entropy" : "a function",
        hardLoss: hardLoss === undefined ? "cross-entropy" : "a function",
        ...features.settings,
        ...source,
      }),
      ...distillationObjective(weighing),
    });
    const history = await runTraining(features.run, objective);
    return { ...history, ...(await side.finish()) };
  } finally {
    features.dispose();
  }
}

const NAME = "distill";

const OPTIONS: OptionNames<DistillOptions> = {
  ...TRAINING_OPTIONS,
  temperature: true,
  softWeight: true,
  hardWeight: true,
  softLoss: true,
  hardLoss: true,
  classWeights: true,
  features: true,
  teacherWeights: true,
  tail: true,
  onTeacherProgress: true,
};

function probeLosses(run: Run, { temperature, softLoss, hardLoss, hardWeight = 0.1 }: DistillOptions<tf.Tensor>): void {
  if (softLoss !== undefined) {
    const now = temperatureAt(temperature, pointAt(run, 0));
    probeLoss(run, "softLoss", (z, v, labels) => softLoss(z, v, { labels, temperature: now }));
  }
  if (hardLoss !== undefined && hardWeight > 0) {
    probeLoss(run, "hardLoss", (z, _, labels) => hardLoss(z, labels));
  }
}
