import type { Batch, Dataset } from "@dark-knowledge/datasets";
import type { Classifier, TeacherFunction } from "../classifier.ts";
import type { PredictOptions } from "../predict-options.ts";
import { answerBatches } from "./answer-batches.ts";
import { createAnswerer } from "./create-answerer.ts";

/** Runs a classifier over a dataset in inference mode, and passes on the logits of each batch, in the order of the view. */
export async function forEachAnswer(
  functionName: string,
  argument: string,
  classifier: Classifier | TeacherFunction,
  dataset: Dataset,
  options: PredictOptions,
  use: (logits: Float32Array, batch: Batch) => void | Promise<void>,
): Promise<void> {
  const create = () => createAnswerer(functionName, argument, classifier, dataset, options);
  await answerBatches(functionName, create, dataset, options, use);
}
