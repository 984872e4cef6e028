import { assertFields, assertInteger, yieldToEventLoop } from "@dark-knowledge/core";
import { type Batch, type Dataset, datasetSize, readBatches } from "@dark-knowledge/datasets";
import type { PredictOptions } from "../predict-options.ts";
import { throwIfAborted } from "./throw-if-aborted.ts";

/** Gives the answers to a batch, `[rows, names]` row by row. */
export type Answerer = (batch: Batch) => Promise<Float32Array>;

/** Passes on the answers to each batch of a dataset, in the order of the view. */
export async function answerBatches(
  functionName: string,
  createAnswerer: () => Answerer,
  dataset: Dataset,
  options: PredictOptions,
  use: (logits: Float32Array, batch: Batch) => void | Promise<void>,
): Promise<void> {
  const { batchSize = 512, onProgress, signal } = options;
  assertInteger(functionName, "batchSize", batchSize, { min: 1 });
  assertFields(functionName, { onProgress, signal }, { onProgress: "function?", signal: "object?" });
  const answer = createAnswerer();
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
