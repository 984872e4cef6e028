import type { Dataset } from "@dark-knowledge/datasets";
import type { Teacher } from "./classifier.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluateDataset } from "./internal/evaluate-answers.ts";
import type { PredictOptions } from "./predict-options.ts";

/**
 * Runs a classifier over a labelled dataset in inference mode and counts its errors: {@link evaluateLogits} of
 * `predictLogits`, batch by batch, so that the logits are not kept.
 *
 * @throws ArgumentError when the dataset has no labels, or the classifier does not return finite logits for its classes
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createDataset } from "@dark-knowledge/datasets";
 * import { evaluate } from "@dark-knowledge/training";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const dataset = createDataset({
 *   features: Float32Array.of(1, 0, 0, 1),
 *   labels: Int32Array.of(0, 0),
 *   exampleShape: [2],
 *   classNames: ["left", "right"],
 * });
 * (await evaluate((features) => tf.mul(features, 3), dataset)).errors; // => 1
 * ```
 */
export async function evaluate(
  classifier: Teacher,
  dataset: Dataset,
  options: PredictOptions = {},
): Promise<Evaluation> {
  return evaluateDataset("evaluate", "classifier", classifier, dataset, ["classes", "positions"], options);
}
