import { logitsOfProbs } from "@dark-knowledge/core";
import type { Batch, Dataset } from "@dark-knowledge/datasets";
import type { Classifier, TeacherFunction } from "../classifier.ts";
import type { PredictOptions } from "../predict-options.ts";
import { ask } from "./ask.ts";
import { assertLogits } from "./assert-logits.ts";
import { classTargets } from "./class-targets.ts";
import { readLogits } from "./read-logits.ts";
import { resolveClassifier } from "./resolve-classifier.ts";

/** Gives the logits of a batch, `[batch, classes]` row by row. */
export type Answerer = (batch: Batch) => Promise<Float32Array>;

/** Lets a classifier answer batches of a dataset in inference mode, and checks what it answers. */
export function createAnswerer(
  functionName: string,
  argument: string,
  classifier: Classifier | TeacherFunction,
  dataset: Dataset,
  { undoSoftmax = false, signal }: Pick<PredictOptions, "undoSoftmax" | "signal">,
): Answerer {
  const { forward } = resolveClassifier(functionName, argument, classifier, dataset, undoSoftmax);
  const classes = classTargets(functionName, "dataset", dataset).classNames.length;
  let givesProbs: boolean | undefined;
  return async (batch) => {
    const values = await readLogits(functionName, argument, await ask(forward, batch, signal), batch.ids, classes);
    // A few rows may look like probabilities by chance, so that only the first ones are looked at.
    givesProbs ??= assertLogits(functionName, argument, values, classes, undoSoftmax);
    return givesProbs ? logitsOfProbs(values) : values;
  };
}
