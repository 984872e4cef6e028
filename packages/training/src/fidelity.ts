import {
  ArgumentError,
  assertMatrix,
  assertNumber,
  assertOptions,
  assertShape,
  logSoftmax,
  type Matrix,
  type SoftmaxOptions,
} from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { Teacher } from "./classifier.ts";
import { argMax } from "./internal/arg-max.ts";
import { assertDataset } from "./internal/assert-dataset.ts";
import { collectLogits } from "./internal/collect-logits.ts";
import { createAnswerer } from "./internal/create-answerer.ts";
import { forEachAnswer } from "./internal/for-each-answer.ts";
import { isLazyEnsemble } from "./internal/lazy-members.ts";
import { PREDICT_OPTIONS } from "./internal/option-names.ts";
import { CLASSIFICATION, taskOf } from "./internal/task.ts";
import type { PredictOptions } from "./predict-options.ts";

/** Result of {@link fidelity}: how closely a student follows its teacher. */
export interface Fidelity {
  /** Examples; positions, where each has a class; or labels, where examples may be of several classes. */
  readonly size: number;
  /** Share of them on which both give the same answer, from 0 to 1. */
  readonly agreement: number;
  /** Mean of KL(teacher ‖ student), in nats, without a factor T². */
  readonly kl: number;
}

/**
 * Measures how often a student predicts the same class as its teacher, and how far its probabilities are from the
 * teacher's: the mean of `KL(p ‖ q) = Σ_c p_c (log p_c − log q_c)` with `p = softmax(teacher / T)`,
 * `q = softmax(student / T)`.
 *
 * Where examples may be of several classes each class is a question of its own: p and q are of "there" and "not there", and an answer is which of them has
 * more than ½. For numbers there is `regressorFidelity`.
 *
 * Labels are ignored: a student can be faithful and wrong together with its teacher.
 *
 * @param options.temperature the temperature. Default: 1
 * @throws ArgumentError when a classifier does not return finite logits for the dataset's classes, or there is no
 * example
 * @see Stanton et al. (2021), "Does knowledge distillation really work?", section 3
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createDataset } from "@dark-knowledge/datasets";
 * import { fidelity } from "@dark-knowledge/training";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const dataset = createDataset({
 *   features: Float32Array.of(1, 0, 0, 1),
 *   labels: Int32Array.of(-1, -1),
 *   exampleShape: [2],
 *   classNames: ["left", "right"],
 * });
 * const teacher = (features: tf.Tensor) => tf.mul(features, 3);
 * await fidelity(teacher, teacher, dataset); // => { size: 2, agreement: 1, kl: 0 }
 * ```
 */
export async function fidelity(
  student: Teacher,
  teacher: Teacher,
  dataset: Dataset,
  options: PredictOptions & SoftmaxOptions = {},
): Promise<Fidelity> {
  assertOptions<PredictOptions & SoftmaxOptions>("fidelity", options, { ...PREDICT_OPTIONS, temperature: true });
  const { temperature = 1 } = options;
  assertNumber("fidelity", "temperature", temperature, { above: 0, float32: true });
  assertDataset("fidelity", "dataset", dataset);
  const { kind, names } = taskOf("fidelity", "dataset", dataset, CLASSIFICATION);
  const comparison = kind === "several-classes" ? compareLabels(temperature) : compareClasses(temperature);
  const width = names.length;
  if (isLazyEnsemble(student) || isLazyEnsemble(teacher)) {
    // Its members answer one after the other, each all examples.
    const studentLogits = await collectLogits("fidelity", "student", student, dataset, options);
    const teacherLogits = await collectLogits("fidelity", "teacher", teacher, dataset, options);
    comparison.add(studentLogits.data, teacherLogits.data, width);
    return comparison.result();
  }
  const answer = createAnswerer("fidelity", "teacher", teacher, dataset, options);
  await forEachAnswer("fidelity", "student", student, dataset, options, async (logits, batch) => {
    comparison.add(logits, await answer(batch), width);
  });
  return comparison.result();
}

/**
 * Computes {@link fidelity} from existing logits.
 *
 * @param studentLogits `[examples, classes]`
 * @param teacherLogits the same shape
 * @throws ArgumentError when the shapes differ, there is no row, or `temperature` is not a positive finite number
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { fidelityOfLogits } from "@dark-knowledge/training";
 *
 * const logits = createMatrix(1, 2, Float32Array.of(1, 0));
 * fidelityOfLogits(logits, logits); // => { size: 1, agreement: 1, kl: 0 }
 * ```
 */
export function fidelityOfLogits(studentLogits: Matrix, teacherLogits: Matrix, options: SoftmaxOptions = {}): Fidelity {
  assertOptions<SoftmaxOptions>("fidelityOfLogits", options, { temperature: true });
  assertMatrix("fidelityOfLogits", "studentLogits", studentLogits);
  assertMatrix("fidelityOfLogits", "teacherLogits", teacherLogits);
  const shape = [studentLogits.rows, studentLogits.columns];
  const teacherShape = [teacherLogits.rows, teacherLogits.columns];
  assertShape("fidelityOfLogits", "teacherLogits", teacherShape, shape, "studentLogits");
  const size = studentLogits.rows;
  if (size === 0) {
    // Without examples there is no mean.
    throw new ArgumentError({
      functionName: "fidelityOfLogits",
      argument: "studentLogits",
      expected: "must have at least one example",
      received: "0",
      code: "shape",
    });
  }
  const comparison = compareClasses(options.temperature ?? 1);
  comparison.add(studentLogits.data, teacherLogits.data, studentLogits.columns);
  return comparison.result();
}

/** Takes up the answers of both, and forgets them. */
interface Comparison {
  /** Rows of logits, as many of each, `width` in a row. */
  add(studentLogits: ArrayLike<number>, teacherLogits: ArrayLike<number>, width: number): void;
  result(): Fidelity;
}

function compareClasses(temperature: number): Comparison {
  let [size, agreed, kl] = [0, 0, 0];
  const rowOf = (logits: ArrayLike<number>, at: number, width: number) =>
    logSoftmax(
      Array.from({ length: width }, (_, index) => logits[at + index]!),
      { temperature },
    );
  return {
    add(studentLogits, teacherLogits, width) {
      for (let at = 0; at < studentLogits.length; at += width) {
        const student = rowOf(studentLogits, at, width);
        const teacher = rowOf(teacherLogits, at, width);
        if (argMax(student) === argMax(teacher)) agreed++;
        kl += teacher.reduce((sum, logProb, index) => {
          // A class that the teacher rules out adds nothing, whatever the student thinks of it.
          return logProb === -Infinity ? sum : sum + Math.exp(logProb) * (logProb - student[index]!);
        }, 0);
        size++;
      }
    },
    result: () => ({ size, agreement: agreed / size, kl: kl / size }),
  };
}

/** The same where each class is a question of its own, of two answers. */
function compareLabels(temperature: number): Comparison {
  const logProb = (logit: number) => -Math.log1p(Math.exp(-Math.abs(logit))) + Math.min(logit, 0);
  let [size, agreed, kl] = [0, 0, 0];
  return {
    add(student, teacher) {
      for (let index = 0; index < teacher.length; index++) {
        if (student[index]! > 0 === teacher[index]! > 0) agreed++;
        for (const sign of [1, -1]) {
          const log = logProb((sign * teacher[index]!) / temperature);
          const other = logProb((sign * student[index]!) / temperature);
          // An answer that the teacher rules out adds nothing.
          if (log > -Infinity) kl += Math.exp(log) * (log - other);
        }
      }
      size += teacher.length;
    },
    result: () => ({ size, agreement: agreed / size, kl: kl / size }),
  };
}
