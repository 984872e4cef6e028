import { ArgumentError, assertArray, assertMatrix, type Matrix } from "@dark-knowledge/core";
import type { Evaluation } from "./evaluation.ts";
import { createEvaluator } from "./internal/create-evaluator.ts";

/**
 * Computes errors, accuracy, likelihood, calibration and confusion counts of logits and labels.
 *
 * Computed in float64. The predicted class is the one with the largest logit, the first of equals.
 *
 * @param logits `[examples, classes]`
 * @param labels one integer per example, −1 where there is none (such examples do not count)
 * @throws ArgumentError when the lengths differ, a label is out of range, or no example has a label
 * @see Guo et al. (2017), "On calibration of modern neural networks", equation 3, for the calibration error
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { evaluateLogits } from "@dark-knowledge/training";
 *
 * const logits = createMatrix(3, 2, Float32Array.of(2, 0, 0, 2, 2, 0));
 * const evaluation = evaluateLogits(logits, Int32Array.of(0, 1, 1));
 * evaluation.errors; // => 1
 * evaluation.nll; // ≈ 0.7936
 * ```
 */
export function evaluateLogits(logits: Matrix, labels: Int32Array): Evaluation {
  assertLabels(logits, labels);
  const evaluator = createEvaluator(logits.columns);
  evaluator.add(logits.data, labels);
  return evaluator.result();
}

function assertLabels(logits: Matrix, labels: Int32Array): void {
  assertMatrix("evaluateLogits", "logits", logits);
  assertArray("evaluateLogits", "labels", labels, "Int32Array");
  const { rows, columns } = logits;
  const fail = (expected: string, received: string, code: "shape" | "range"): never => {
    throw new ArgumentError({ functionName: "evaluateLogits", argument: "labels", expected, received, code });
  };
  if (labels.length !== rows) fail(`must have length ${rows} (as logits has rows)`, String(labels.length), "shape");
  const wrong = labels.findIndex((label) => label < -1 || label >= columns);
  if (wrong >= 0) fail(`must be from -1 to ${columns - 1}`, `${labels[wrong]} at position ${wrong}`, "range");
  if (labels.every((label) => label < 0)) fail("must have at least one label", "none", "range");
}
