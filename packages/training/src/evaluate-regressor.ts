import {
  ArgumentError,
  assertFields,
  assertMatrix,
  assertOptions,
  assertShape,
  type Matrix,
} from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { Teacher } from "./classifier.ts";
import { assertDataset } from "./internal/assert-dataset.ts";
import { collectLogits } from "./internal/collect-logits.ts";
import { createNumbersEvaluator } from "./internal/create-numbers-evaluator.ts";
import { evaluateDataset } from "./internal/evaluate-answers.ts";
import { PREDICT_OPTIONS } from "./internal/option-names.ts";
import { hasVariances, taskOf } from "./internal/task.ts";
import type { NumbersEvaluation } from "./numbers-evaluation.ts";
import type { PredictOptions } from "./predict-options.ts";

/**
 * Runs a regressor over a dataset in inference mode and measures its errors: RMSE, mean absolute error and R², for each output and together. Targets that are
 * not known count nothing. If the targets have a scale, the regressor's numbers are on it, and all figures are in the unit of the stored numbers. For a
 * dataset `withVariances`, also the negative log-likelihood, and the share of the targets in the intervals that should hold 50, 80, 90 and 95 % of them.
 *
 * @throws ArgumentError when no target of the dataset is known, or the regressor does not give a finite number for each of its outputs
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createDataset } from "@dark-knowledge/datasets";
 * import { evaluateRegressor } from "@dark-knowledge/training";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const dataset = createDataset({
 *   columns: { x: { values: Float32Array.of(1, 2, 3, 4), shape: [1] } },
 *   targets: { kind: "numbers", names: ["y"], values: Float32Array.of(2, 4, 6, 9) },
 * });
 * const { rmse, mae, r2 } = await evaluateRegressor((x) => tf.mul(x, 2), dataset);
 * [rmse, mae]; // => [0.5, 0.25]
 * r2; // ≈ 0.9626
 * ```
 */
export async function evaluateRegressor(
  regressor: Teacher,
  dataset: Dataset,
  options: PredictOptions = {},
): Promise<NumbersEvaluation> {
  return evaluateDataset("evaluateRegressor", "regressor", regressor, dataset, ["numbers"], options);
}

/**
 * How closely a student of numbers follows its teacher: {@link evaluateRegressor} of the student with the teacher's answers for targets. The true numbers play no
 * part, and of a teacher that gives variances its numbers only.
 *
 * @throws ArgumentError when the dataset's targets are no numbers, or a regressor does not give a finite number for each of its outputs
 * @see {@link evaluateRegressor} for an example
 */
export async function regressorFidelity(
  student: Teacher,
  teacher: Teacher,
  dataset: Dataset,
  options: PredictOptions = {},
): Promise<NumbersEvaluation> {
  assertOptions<PredictOptions>("regressorFidelity", options, PREDICT_OPTIONS);
  assertDataset("regressorFidelity", "dataset", dataset);
  const task = taskOf("regressorFidelity", "dataset", dataset, ["numbers"]);
  const { names, width, targets } = task;
  const studentNumbers = await collectLogits("regressorFidelity", "student", student, dataset, options);
  const teacherNumbers = await collectLogits("regressorFidelity", "teacher", teacher, dataset, options);
  const scale = targets.kind === "numbers" ? targets.scale : undefined;
  const evaluator = createNumbersEvaluator(names, scale, hasVariances(task));
  evaluator.add(
    studentNumbers.data,
    teacherNumbers.data.filter((_, at) => at % width < names.length),
  );
  return evaluator.result();
}

/**
 * {@link evaluateRegressor} of numbers that are there already.
 *
 * @param predictions `[examples, outputs]`
 * @param targets the same shape @param names the names of the outputs. Default: their numbers
 * @throws ArgumentError when the shapes differ, there is no example, or there are not as many names as outputs
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { evaluateNumbers } from "@dark-knowledge/training";
 *
 * const predictions = createMatrix(2, 1, Float32Array.of(1, 3));
 * const targets = createMatrix(2, 1, Float32Array.of(1, 2));
 * evaluateNumbers(predictions, targets).mae; // => 0.5
 * ```
 */
export function evaluateNumbers(predictions: Matrix, targets: Matrix, names?: readonly string[]): NumbersEvaluation {
  assertMatrix("evaluateNumbers", "predictions", predictions);
  assertMatrix("evaluateNumbers", "targets", targets);
  assertFields("evaluateNumbers", { names }, { names: "texts?" });
  const shape = [predictions.rows, predictions.columns];
  assertShape("evaluateNumbers", "targets", [targets.rows, targets.columns], shape, "predictions");
  const outputs = names ?? Array.from({ length: predictions.columns }, (_, output) => String(output));
  assertShape("evaluateNumbers", "names", [outputs.length], [predictions.columns], "the outputs");
  if (predictions.rows === 0) {
    // Of no examples there is no mean.
    const expected = "must have at least one example";
    throw new ArgumentError({
      ...{ functionName: "evaluateNumbers", argument: "predictions", expected, received: "0", code: "shape" },
    });
  }
  const evaluator = createNumbersEvaluator(outputs);
  evaluator.add(predictions.data, targets.data);
  return evaluator.result();
}
