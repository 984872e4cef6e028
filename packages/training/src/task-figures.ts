import type { Dataset } from "@dark-knowledge/datasets";
import type { Teacher } from "./classifier.ts";
import { evaluate } from "./evaluate.ts";
import { evaluateMultiLabel } from "./evaluate-multi-label.ts";
import { evaluateRegressor } from "./evaluate-regressor.ts";
import { assertDataset } from "./internal/assert-dataset.ts";
import type { PredictOptions } from "./predict-options.ts";

/**
 * Measures a net by the main figures of a dataset's task, by their names: what a table of results shows.
 *
 * A class each: `{ examples, errors, accuracy, nll, calibrationError }`. Several classes: `{ labels, errors, microF1, macroF1,
 * meanAveragePrecision, nll, calibrationError }`, `labels` and `errors` counted over examples times classes. Numbers:
 * `{ numbers, rmse, mae, r2 }` over all outputs, and `nll` where they have variances.
 *
 * @throws ArgumentError when the dataset has no targets that are known, or the net's answers do not fit them
 * @see `evaluate`, {@link evaluateMultiLabel} and {@link evaluateRegressor} for all figures of a task
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createDataset } from "@dark-knowledge/datasets";
 * import { taskFigures } from "@dark-knowledge/training";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const dataset = createDataset({
 *   columns: { x: { values: Float32Array.of(1, 2, 3, 4), shape: [1] } },
 *   targets: { kind: "numbers", names: ["y"], values: Float32Array.of(2, 4, 6, 9) },
 * });
 * const { numbers, rmse } = await taskFigures((x) => tf.mul(x, 2), dataset);
 * [numbers, rmse]; // => [4, 0.5]
 * ```
 */
export async function taskFigures(
  net: Teacher,
  dataset: Dataset,
  options: PredictOptions = {},
): Promise<Readonly<Record<string, number>>> {
  assertDataset("taskFigures", "dataset", dataset);
  if (dataset.targets.kind === "numbers") {
    const { size, rmse, mae, r2, nll } = await evaluateRegressor(net, dataset, options);
    return { numbers: size, rmse, mae, r2, ...(nll === undefined ? {} : { nll }) };
  }
  if (dataset.targets.kind === "several-classes") {
    const evaluation = await evaluateMultiLabel(net, dataset, options);
    const { size, errors, microF1, macroF1, meanAveragePrecision, nll, calibration } = evaluation;
    const figures = { labels: size, errors, microF1, macroF1, meanAveragePrecision };
    return { ...figures, nll, calibrationError: calibration.error };
  }
  const { size, errors, accuracy, nll, calibration } = await evaluate(net, dataset, options);
  return { examples: size, errors, accuracy, nll, calibrationError: calibration.error };
}
