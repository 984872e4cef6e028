import { ArgumentError, assertNumber, assertOptions, type OptionNames } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { SoftTargets } from "@dark-knowledge/soft-targets";
import type * as tf from "@tensorflow/tfjs-core";
import type { Classifier, Teacher } from "./classifier.ts";
import type { DistillationHistory } from "./distill.ts";
import type { FeatureTerm } from "./feature-term.ts";
import { assertDistillationWeights, assertHardTerm } from "./internal/assert-distillation-weights.ts";
import { prepareFeatures } from "./internal/feature-side.ts";
import { hasTargets } from "./internal/known-targets.ts";
import { mixesExamples } from "./internal/mixes-examples.ts";
import { assertHuberDelta, assertNoDistance } from "./internal/number-distance.ts";
import { numbersObjective } from "./internal/numbers-objective.ts";
import { DISTILLATION_ADVICE, TRAINING_OPTIONS } from "./internal/option-names.ts";
import { prepareRun } from "./internal/prepare-run.ts";
import { runTraining } from "./internal/run-training.ts";
import { prepareTeacher } from "./internal/teacher-side.ts";
import { trainingSets } from "./internal/training-sets.ts";
import type { NumberFigures } from "./training-history.ts";
import type { TrainingOptions } from "./training-options.ts";

/** Options of {@link distillRegressor}. */
export interface DistillRegressorOptions extends TrainingOptions {
  /** Weight of the soft term: its mean over all outputs of all examples. Default: 0.5. */
  readonly softWeight?: number;
  /**
   * Weight of the hard term: its mean over the known targets. It must be 0 for a transfer set without known targets.
   * Default: 0.5.
   */
  readonly hardWeight?: number;
  /** The error above which it is no longer squared, in both terms; see `huberLoss`. Default: all errors are squared. */
  readonly huberDelta?: number;
  /**
   * Takes the teacher as a bound and not as a target: the soft term is the squared error with the *true* numbers of those examples whose error is not
   * below the teacher's by `margin`, see `teacherBoundedLoss`. It needs targets that are known; its mean is over them.
   */
  readonly teacherBound?: { readonly margin: number };
  /** Layers of the student that learn from layers of the teacher, as in `distill`. */
  readonly features?: readonly FeatureTerm[];
  /** The weights of a teacher that is a function, to check that training leaves them alone. Those of a LayersModel are known. */
  readonly teacherWeights?: readonly tf.Tensor[];
  /** Called while the teacher answers the whole transfer set before the first epoch. */
  readonly onTeacherProgress?: (done: number, total: number) => void;
}

/**
 * Distils a teacher of numbers into a student: minimises `softWeight · mean((s − t)²) + hardWeight · mean((s − y)²)`, with the student's numbers s, the
 * teacher's t and the true y. The first mean is over all outputs of all examples, the second over the targets that are known.
 *
 * There is no temperature: numbers have no softmax. If the targets have a scale (`withTargetScale`), the numbers of student and teacher, `huberDelta` and `margin` are on it.
 * With `huberDelta` large errors count in proportion, with `teacherBound` the student learns only where it is worse than
 * the teacher. If the transfer set is one `withVariances`, student and teacher give a log variance after each number: the soft term is the divergence of the
 * student's Gaussians from the teacher's (`gaussianKlDivergence`), the hard term the negative log-likelihood of the targets. Everything else is as in `distill`: the teacher's weights are left alone, it answers once where there is no `jitter` or `augment`, and a promise is awaited.
 *
 * @param student a LayersModel with one output of a number for each of the set's outputs, or a function together with `options.variables`; trained in place
 * @param teacher a LayersModel, or a function that gives numbers `[batch, outputs]` or a promise of them; or recorded numbers, as opened by
 *   `openSoftTargets`, which are in the unit of the data and are brought to the scale of the targets
 * @param transferSet its targets are of kind "numbers", known or not
 * @returns the means of `total`, `soft` and `hard` (both unweighted) of each epoch, and the teacher's fingerprint where its weights are known
 * @throws ArgumentError, before any work, when an option is unknown or out of range, student or teacher do not fit the set, or a term has a weight for which
 *   no target is known
 * @throws Error when soft targets are of other outputs or examples, or lack one; when weights, numbers, loss or a gradient are not finite (the student keeps the weights from before that step), or the teacher's weights changed
 * @see Chen, Choi, Yu, Han and Chandraker (2017), *Learning Efficient Object Detection Models with Knowledge Distillation*, section 3.3, for the bound
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createDataset } from "@dark-knowledge/datasets";
 * import { adam, createMlp, distillRegressor, regressorFidelity } from "@dark-knowledge/training";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * // Nobody but the teacher knows a number.
 * const transferSet = createDataset({
 *   columns: { x: { values: Float32Array.of(0, 0.25, 0.5, 0.75, 1), shape: [1] } },
 *   targets: { kind: "numbers", names: ["y"], values: new Float32Array(5), known: new Uint8Array(5) },
 * });
 * const teacher = (x: tf.Tensor) => tf.square(x);
 * const student = createMlp({ exampleShape: [1], hiddenUnits: [16], classCount: 1, seed: 1 });
 * const optimizer = adam({ learningRate: 0.03 });
 * await distillRegressor(student, teacher, transferSet, { hardWeight: 0, epochs: 500, seed: 1, optimizer });
 * (await regressorFidelity(student, teacher, transferSet)).r2 > 0.9; // => true
 * student.dispose();
 * ```
 */
export async function distillRegressor(
  student: Classifier,
  teacher: Teacher | SoftTargets,
  transferSet: Dataset,
  options: DistillRegressorOptions,
): Promise<DistillationHistory<NumberFigures>> {
  assertOptions<DistillRegressorOptions>(NAME, options, OPTIONS, DISTILLATION_ADVICE);
  const { softWeight = 0.5, hardWeight = 0.5, huberDelta, teacherBound } = options;
  assertDistillationWeights(NAME, softWeight, hardWeight);
  assertHuberDelta(NAME, huberDelta, undefined);
  if (teacherBound !== undefined) {
    assertOptions<{ margin: number }>(NAME, teacherBound, { margin: true }, {}, "teacherBound");
    assertNumber(NAME, "teacherBound.margin", teacherBound.margin, { min: 0, float32: true });
    assertNotMixed(options);
  }
  const sets = trainingSets(NAME, "transferSet", transferSet, options.validation, ["numbers"]);
  assertNoDistance(NAME, sets.task, { huberDelta, teacherBound });
  const run = await prepareRun(NAME, "student", student, sets, options);
  const isKnown = hasTargets(sets.task, sets.training);
  assertHardTerm(NAME, hardWeight, isKnown, "known targets");
  if (teacherBound !== undefined) assertHardTerm(NAME, softWeight, isKnown, "known targets", "softWeight");
  const side = await prepareTeacher(run, teacher, transferSet, options);
  const features = prepareFeatures(run, teacher, options.features);
  try {
    const objective = features.join({
      ...side.objective,
      settings: () => ({
        ...{ softWeight, hardWeight, huberDelta: huberDelta ?? "none" },
        teacherBound: teacherBound?.margin ?? "none",
        ...features.settings,
        ...side.source,
      }),
      ...numbersObjective({ task: sets.task, answers: side.answers, softWeight, hardWeight, huberDelta, teacherBound }),
    });
    const history = await runTraining(features.run, objective);
    return { ...history, ...(await side.finish()) } as unknown as DistillationHistory<NumberFigures>;
  } finally {
    features.dispose();
  }
}

/** A bound is about the errors of a teacher, and a mixture of examples has no true number. */
function assertNotMixed(options: DistillRegressorOptions): void {
  if (!mixesExamples(options)) return;
  const expected = "must be left out where examples are mixed, which have no true number to bound an error by";
  throw new ArgumentError({
    functionName: NAME,
    ...{ argument: "teacherBound", expected, received: "mixup", code: "state" },
  });
}

const NAME = "distillRegressor";

const OPTIONS: OptionNames<DistillRegressorOptions> = {
  ...TRAINING_OPTIONS,
  softWeight: true,
  hardWeight: true,
  huberDelta: true,
  teacherBound: true,
  features: true,
  teacherWeights: true,
  onTeacherProgress: true,
};
