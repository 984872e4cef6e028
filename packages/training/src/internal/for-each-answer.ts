import { assertFields, assertInteger } from "@dark-knowledge/core";
import { type Batch, type Dataset, datasetSize, readBatches } from "@dark-knowledge/datasets";
import type { Classifier, TeacherFunction } from "../classifier.ts";
import type { PredictOptions } from "../predict-options.ts";
import { createAnswerer } from "./create-answerer.ts";
import { throwIfAborted } from "./throw-if-aborted.ts";
import { yieldToEventLoop } from "./yield-to-event-loop.ts";

/** Runs a classifier over a dataset in inference mode, and passes on the logits of each batch, in the order of the view. */
export async function forEachAnswer(
  functionName: string,
  argument: string,
  classifier: Classifier | TeacherFunction,
  dataset: Dataset,
  options: PredictOptions,
  use: (logits: Float32Array, batch: Batch) => void | Promise<void>,
): Promise<void> {
  const { batchSize = 512, onProgress, signal } = options;
  assertInteger(functionName, "batchSize", batchSize, { min: 1 });
  assertFields(functionName, { onProgress, signal }, { onProgress: "function?", signal: "object?" });
  const answer = createAnswerer(functionName, argument, classifier, dataset, options);
  const total = datasetSize(dataset);
  let done = 0;
  for await (const batch of readBatches(dataset, { batchSize, order: "stored" })) {
    throwIfAborted(functionName, signal);
    await use(await answer(batch), batch);
    done += batch.ids.length;
    onProgress?.(done, total);
    await yieldToEventLoop();
  }
}
