import {
  type AbortSignalLike,
  ArgumentError,
  assertFields,
  assertOptions,
  formatValue,
  type GivenAs,
} from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import type { ExternalTeacher } from "../external-teacher.ts";
import { type BindingOptions, bindTeacher } from "../internal/bind-teacher.ts";
import { toScale } from "../internal/to-scale.ts";

/** Options of {@link toTeacherFunction}. */
export interface TeacherFunctionOptions extends BindingOptions {
  /**
   * Whether an example without an answer has a row of NaN, for `recordSoftTargets` with `omitUnanswered`. Default:
   * false, it is an error.
   */
  readonly allowUnanswered?: boolean;
}

/** The arguments that training passes to a teacher function, as far as they are needed. */
interface AskedContext {
  readonly ids: Int32Array;
  readonly signal?: AbortSignalLike;
}

/** A teacher from elsewhere as a function. */
export interface ExternalTeacherFunction {
  (features: tf.Tensor, context: AskedContext): Promise<tf.Tensor2D>;
  /** The form of its first answer; undefined before that. The manifest of a store keeps it. */
  readonly givenAs: GivenAs | undefined;
  /** The most examples that the teacher wants to be asked about at a time now; undefined where it does not matter. */
  readonly batchSize: number | undefined;
}

/**
 * Makes a teacher from elsewhere one that `distill`, `evaluate`, `fidelity`, `predictLogits` and `recordSoftTargets` of
 * `@dark-knowledge/training` take: a function from features to a promise of logits. So it does for `distillRegressor`, `evaluateRegressor` and
 * `regressorFidelity`, to a promise of numbers on the scale of the dataset's targets, if they have one.
 *
 * The teacher's classes or outputs are brought into the order of the dataset's by name, see {@link mapClasses}; it may lack classes, but no output. A
 * teacher that does not name its classes is checked against the labels, where an example has one. What it says becomes logits, see {@link answerLogits}.
 *
 * @param dataset whose targets and ids are meant; views of it too
 * @returns a function whose answers are the caller's to dispose of. It rejects with an Error where the teacher is right less often than by
 *   chance, or much more often with its classes in another order, and where it leaves an
 *   example unanswered, unless that is allowed
 * @throws ArgumentError when `teacher` is no teacher, the dataset has neither classes nor numbers, or has variances, or the two have no class in common, or
 *   the teacher lacks an output
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createDataset } from "@dark-knowledge/datasets";
 * import type { ExternalTeacher } from "@dark-knowledge/teachers";
 * import { toTeacherFunction } from "@dark-knowledge/teachers/tfjs";
 * import { evaluate } from "@dark-knowledge/training";
 *
 * const dataset = createDataset({
 *   features: Float32Array.of(1, 0, 0, 1),
 *   labels: Int32Array.of(0, 1),
 *   exampleShape: [2],
 *   classNames: ["left", "right"],
 * });
 * // It gives probabilities, and has its classes in another order.
 * const teacher: ExternalTeacher = {
 *   classNames: ["right", "left"],
 *   answer: ({ features: { values } }) => ({ probs: [[values[1], values[0]], [values[3], values[2]]] }),
 * };
 * (await evaluate(toTeacherFunction(teacher, dataset), dataset)).errors; // => 0
 * ```
 */
export function toTeacherFunction(
  teacher: ExternalTeacher,
  dataset: Dataset,
  options: TeacherFunctionOptions = {},
): ExternalTeacherFunction {
  assertOptions<TeacherFunctionOptions>(NAME, options, { raw: true, checkLabels: true, allowUnanswered: true });
  const { ask, givenAs, names } = bindTeacher(NAME, teacher, dataset, options);
  const { targets } = dataset;
  const answer = async (features: tf.Tensor, context: AskedContext) => {
    if (!(features instanceof tf.Tensor)) {
      const received = formatValue(features);
      throw new ArgumentError({
        ...{ functionName: NAME, argument: "features" },
        expected: "must be a tensor",
        received,
        code: "dtype",
      });
    }
    assertFields(NAME, context, { ids: "int32", signal: "object?" }, { argument: "context", prefix: "context." });
    const { ids, signal } = context;
    const asked = { values: (await features.data()) as Float32Array | Int32Array, shape: features.shape };
    const answers = await ask(ids, asked, isAbortSignal(signal) ? signal : undefined);
    const row = options.allowUnanswered ? -1 : ids.findIndex((_, index) => Number.isNaN(answers[index * names.length]));
    if (row >= 0) {
      throw new Error(
        `the teacher has no answer for example ${ids[row]}; record its answers with omitUnanswered and allowUnanswered, or ask it with collectAnswers, and continue with the examples that it answers`,
      );
    }
    const values = targets.kind === "numbers" ? toScale(answers, names.length, targets.scale) : answers;
    return tf.tensor2d(values, [ids.length, names.length]);
  };
  return Object.defineProperties(answer, {
    givenAs: { get: givenAs, enumerable: true },
    batchSize: { get: () => teacher.batchSize, enumerable: true },
  }) as unknown as ExternalTeacherFunction;
}

/** Training also takes plain objects for signals, which nothing can be made to hear of. */
function isAbortSignal(signal: AskedContext["signal"]): signal is AbortSignal {
  return signal !== undefined && "addEventListener" in signal;
}

const NAME = "toTeacherFunction";
