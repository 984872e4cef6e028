import {
  ArgumentError,
  assertInteger,
  assertOptions,
  createMatrix,
  formatShape,
  type Matrix,
} from "@dark-knowledge/core";
import { type Batch, batches, type Dataset, datasetSize } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import type { Classifier } from "./classifier.ts";
import { classTargets } from "./internal/class-targets.ts";
import { answerByMembers, isLazyEnsemble } from "./internal/lazy-members.ts";
import { PREDICT_OPTIONS } from "./internal/option-names.ts";
import { resolveClassifier } from "./internal/resolve-classifier.ts";
import { throwIfAborted } from "./internal/throw-if-aborted.ts";
import { yieldToEventLoop } from "./internal/yield-to-event-loop.ts";
import type { LazyEnsemble } from "./lazy-ensemble.ts";
import type { AbortSignalLike } from "./training-options.ts";

/** Options of {@link predictLogits}, and of everything that runs a classifier over a dataset. */
export interface PredictOptions {
  /** Examples per pass; 512 when left out. It changes speed and memory, not the result. */
  readonly batchSize?: number;
  /** Called after every batch with the number of examples done and the number of all; of a lazy ensemble's, each member does its part. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops at the next batch when aborted: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignalLike;
}

/**
 * Runs a classifier over a dataset in inference mode and collects its logits.
 *
 * @param classifier a model, a function, or a {@link LazyEnsemble}, whose members run over the dataset one after the other
 * @returns `[examples, classes]`, row `i` for position `i` of the dataset
 * @throws ArgumentError when the classifier gives anything but one row of finite logits (or −∞) per example and one
 *   column per class of the dataset
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
  classifier: Classifier | LazyEnsemble,
  dataset: Dataset,
  options: PredictOptions = {},
): Promise<Matrix<Float32Array>> {
  assertOptions<PredictOptions>("predictLogits", options, PREDICT_OPTIONS);
  return collectLogits("predictLogits", "classifier", classifier, dataset, options);
}

/** {@link predictLogits} under the name of the function and argument that errors should name. */
export async function collectLogits(
  functionName: string,
  argument: string,
  classifier: Classifier | LazyEnsemble,
  dataset: Dataset,
  options: PredictOptions,
): Promise<Matrix<Float32Array>> {
  const { batchSize = 512, onProgress, signal } = options;
  assertInteger(functionName, "batchSize", batchSize, { min: 1 });
  const classes = classTargets(functionName, "dataset", dataset).classNames.length;
  if (isLazyEnsemble(classifier)) {
    const rows = datasetSize(dataset);
    const logits = await answerByMembers(
      classifier,
      rows,
      classes,
      async (member, index, onProgress) => {
        const name = `${argument}.members[${index}]`;
        return (await collectLogits(functionName, name, member, dataset, { ...options, onProgress })).data;
      },
      (done) => options.onProgress?.(done, rows),
    );
    return createMatrix(rows, classes, logits);
  }
  const { forward } = resolveClassifier(functionName, argument, classifier, dataset);
  const total = datasetSize(dataset);
  const collected = new Float32Array(total * classes);
  let done = 0;
  for (const batch of batches(dataset, { batchSize, order: "stored" })) {
    throwIfAborted(functionName, signal);
    const logits = tf.tidy(() => forward(batchFeatures(batch), { training: false, seed: 0 }));
    try {
      assertLogitsShape(functionName, argument, logits, [batch.ids.length, classes]);
      const values = await logits.data();
      assertNoNaN(functionName, argument, values, batch, classes);
      collected.set(values, done * classes);
    } finally {
      logits.dispose();
    }
    done += batch.ids.length;
    onProgress?.(done, total);
    await yieldToEventLoop();
  }
  return createMatrix(total, classes, collected);
}

/** What a batch of a dataset with one input, of examples of one shape, feeds to a model: `[batch, …]`. */
export function batchFeatures({ inputs }: Batch): tf.Tensor {
  const [input, ...more] = Object.values(inputs);
  if (more.length > 0 || input!.lengths !== undefined) {
    throw new ArgumentError({
      functionName: "batchFeatures",
      argument: "dataset",
      expected: "must have one column of examples of one shape",
      received: more.length > 0 ? `the columns ${Object.keys(inputs).join(", ")}` : "sequences",
      code: "state",
    });
  }
  const { values, shape } = input!;
  return tf.tensor(values, [...shape], values instanceof Int32Array ? "int32" : "float32");
}

/** Throws unless a classifier gave one row per example and one column per class. */
export function assertLogitsShape(
  functionName: string,
  argument: string,
  logits: tf.Tensor,
  expected: readonly number[],
): void {
  if (formatShape(logits.shape) === formatShape(expected)) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: `must give logits of shape ${formatShape(expected)} (examples and classes of the dataset)`,
    received: formatShape(logits.shape),
    code: "shape",
  });
}

function assertNoNaN(
  functionName: string,
  argument: string,
  values: ArrayLike<number>,
  { ids }: Batch,
  classes: number,
): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (value < Infinity) continue;
    throw new ArgumentError({
      functionName,
      argument,
      expected: "must give finite logits",
      received: `${value} for class ${index % classes} of example ${ids[Math.floor(index / classes)]}`,
      code: "range",
    });
  }
}
