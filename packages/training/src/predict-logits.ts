import { assertOptions, type Matrix } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { Teacher } from "./classifier.ts";
import { assertDataset } from "./internal/assert-dataset.ts";
import { collectLogits } from "./internal/collect-logits.ts";
import { PREDICT_OPTIONS } from "./internal/option-names.ts";
import type { PredictOptions } from "./predict-options.ts";

/**
 * Runs a classifier over a dataset in inference mode and collects its logits.
 *
 * @param classifier a model; a function that returns logits, or a promise of them; or a {@link LazyEnsemble}, whose
 * members run over the dataset one after the other
 * @returns `[examples, classes]`, row `i` for position `i` of the dataset
 * @throws ArgumentError when the classifier returns anything but one row of finite logits (or −∞) per example and one
 * column per class of the dataset
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createDataset } from "@dark-knowledge/datasets";
 * import { predictLogits } from "@dark-knowledge/training";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const dataset = createDataset({
 *   features: Float32Array.of(1, 0, 0, 1),
 *   labels: Int32Array.of(0, 1),
 *   exampleShape: [2],
 *   classNames: ["left", "right"],
 * });
 * const logits = await predictLogits((features) => tf.mul(features, 3), dataset);
 * Array.from(logits.data); // => [3, 0, 0, 3]
 * ```
 */
export async function predictLogits(
  classifier: Teacher,
  dataset: Dataset,
  options: PredictOptions = {},
): Promise<Matrix<Float32Array>> {
  assertOptions<PredictOptions>("predictLogits", options, PREDICT_OPTIONS);
  assertDataset("predictLogits", "dataset", dataset);
  return collectLogits("predictLogits", "classifier", classifier, dataset, options);
}
