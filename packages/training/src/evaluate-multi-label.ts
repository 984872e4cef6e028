import { ArgumentError, assertArray, assertMatrix, type Matrix } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { Teacher } from "./classifier.ts";
import { createMultiLabelEvaluator } from "./internal/create-multi-label-evaluator.ts";
import { evaluateDataset } from "./internal/evaluate-answers.ts";
import type { MultiLabelEvaluation } from "./multi-label-evaluation.ts";
import type { PredictOptions } from "./predict-options.ts";

/**
 * Runs a classifier over a dataset whose examples may be of several classes, in inference mode, and measures how well it predicts each: errors, F1 over all labels
 * (micro) and over the classes (macro), mean average precision, likelihood and calibration. Labels that are not known count nothing.
 *
 * @throws ArgumentError when no label of the dataset is known, or the classifier does not give a logit for each class
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createDataset } from "@dark-knowledge/datasets";
 * import { evaluateMultiLabel } from "@dark-knowledge/training";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * // Of the last example nobody knows whether it is loud.
 * const dataset = createDataset({
 *   columns: { x: { values: Float32Array.of(3, -2, 1, 4, -1, 2), shape: [2] } },
 *   targets: { kind: "several-classes", labels: Int8Array.of(1, 0, 0, 1, 0, -1), classNames: ["fast", "loud"] },
 * });
 * const { size, errors, microF1, meanAveragePrecision } = await evaluateMultiLabel((x) => tf.mul(x, 2), dataset);
 * [size, errors, microF1, meanAveragePrecision]; // => [5, 1, 0.8, 1]
 * ```
 */
export async function evaluateMultiLabel(
  classifier: Teacher,
  dataset: Dataset,
  options: PredictOptions = {},
): Promise<MultiLabelEvaluation> {
  return evaluateDataset("evaluateMultiLabel", "classifier", classifier, dataset, ["several-classes"], options);
}

/**
 * {@link evaluateMultiLabel} of logits that are there already.
 *
 * @param logits `[examples, classes]`
 * @param labels 1, 0, or −1 for not known, example after example: as many as there are logits
 * @throws ArgumentError when there are not as many labels as logits, one is out of range, or none is known
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { evaluateMultiLabelLogits } from "@dark-knowledge/training";
 *
 * const logits = createMatrix(2, 2, Float32Array.of(2, -1, 1, 3));
 * evaluateMultiLabelLogits(logits, Int8Array.of(1, 0, 0, 1)).accuracy; // => 0.75
 * ```
 */
export function evaluateMultiLabelLogits(logits: Matrix, labels: Int8Array | Int32Array): MultiLabelEvaluation {
  assertMatrix("evaluateMultiLabelLogits", "logits", logits);
  assertArray("evaluateMultiLabelLogits", "labels", labels, "numbers");
  const { rows, columns, data } = logits;
  const fail = (expected: string, received: string, code: "shape" | "range"): never => {
    throw new ArgumentError({ functionName: "evaluateMultiLabelLogits", argument: "labels", expected, received, code });
  };
  const length = rows * columns;
  if (labels.length !== length) fail(`must have length ${length} (as logits)`, String(labels.length), "shape");
  const wrong = labels.findIndex((label) => label < -1 || label > 1);
  if (wrong >= 0) fail("must be 1, 0 or -1", `${labels[wrong]} at position ${wrong}`, "range");
  if (labels.every((label) => label < 0)) fail("must have at least one known label", "none", "range");
  const evaluator = createMultiLabelEvaluator(columns);
  evaluator.add(data, labels);
  return evaluator.result();
}
