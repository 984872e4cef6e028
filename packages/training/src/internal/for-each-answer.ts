import { assertInteger } from "@dark-knowledge/core";
import { type Batch, batches, type Dataset, datasetSize } from "@dark-knowledge/datasets";
import type { Classifier, TeacherFunction } from "../classifier.ts";
import type { PredictOptions } from "../predict-options.ts";
import { ask } from "./ask.ts";
import { classTargets } from "./class-targets.ts";
import { readLogits } from "./read-logits.ts";
import { resolveClassifier } from "./resolve-classifier.ts";
import { throwIfAborted } from "./throw-if-aborted.ts";
import { yieldToEventLoop } from "./yield-to-event-loop.ts";

/** Runs a classifier over a dataset in inference mode, and passes on the logits of each batch, in the order of the view. */
export async function forEachAnswer(
  functionName: string,
  argument: string,
  classifier: Classifier | TeacherFunction,
  dataset: Dataset,
  options: PredictOptions,
  use: (logits: Float32Array, batch: Batch) => void,
): Promise<void> {
  const { batchSize = 512, onProgress, signal } = options;
  assertInteger(functionName, "batchSize", batchSize, { min: 1 });
  const classes = classTargets(functionName, "dataset", dataset).classNames.length;
  const { forward } = resolveClassifier(functionName, argument, classifier, dataset);
  const total = datasetSize(dataset);
  let done = 0;
  for (const batch of batches(dataset, { batchSize, order: "stored" })) {
    throwIfAborted(functionName, signal);
    const answer = await ask(forward, batch, signal);
    use(await readLogits(functionName, argument, answer, batch.ids, classes), batch);
    done += batch.ids.length;
    onProgress?.(done, total);
    await yieldToEventLoop();
  }
}
