import type { Dataset } from "@dark-knowledge/datasets";
import type { Classifier, TeacherFunction } from "../classifier.ts";
import type { PredictOptions } from "../predict-options.ts";
import type { Answerer } from "./answer-batches.ts";
import { ask } from "./ask.ts";
import { assertLogits, logitsOf } from "./assert-logits.ts";
import { readLogits } from "./read-logits.ts";
import { resolveClassifier } from "./resolve-classifier.ts";
import { taskOf } from "./task.ts";

/** How {@link createAnswerer} asks. */
export interface AnswererOptions extends Pick<PredictOptions, "undoSoftmax" | "signal"> {
  /** Whether a row of NaN is an example without an answer. Default: it is an error. */
  readonly omitUnanswered?: boolean;
}

/** Lets a classifier answer batches of a dataset in inference mode, and checks what it answers. */
export function createAnswerer(
  functionName: string,
  argument: string,
  classifier: Classifier | TeacherFunction,
  dataset: Dataset,
  { undoSoftmax = false, signal, omitUnanswered = false }: AnswererOptions,
): Answerer {
  const task = taskOf(functionName, "dataset", dataset);
  const { forward } = resolveClassifier(functionName, argument, classifier, dataset, undoSoftmax);
  let givesProbs: boolean | undefined;
  return async (batch) => {
    const answer = await ask(forward, batch, signal);
    const values = await readLogits(functionName, argument, answer, task, batch, omitUnanswered);
    // A few rows may look like probabilities by chance, so that only the first ones are looked at.
    givesProbs ??= assertLogits(functionName, argument, values, task, undoSoftmax);
    return givesProbs ? logitsOf(task, values) : values;
  };
}
