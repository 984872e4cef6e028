import { assertInteger, createMatrix, type Matrix } from "@dark-knowledge/core";
import { batches, type Dataset, datasetSize } from "@dark-knowledge/datasets";
import type { Teacher } from "../classifier.ts";
import type { PredictOptions } from "../predict-options.ts";
import { ask } from "./ask.ts";
import { classTargets } from "./class-targets.ts";
import { answerByMembers, isLazyEnsemble } from "./lazy-members.ts";
import { readLogits } from "./read-logits.ts";
import { resolveClassifier } from "./resolve-classifier.ts";
import { throwIfAborted } from "./throw-if-aborted.ts";
import { yieldToEventLoop } from "./yield-to-event-loop.ts";

/** `predictLogits` under the name of the function and argument that errors should name. */
export async function collectLogits(
  functionName: string,
  argument: string,
  classifier: Teacher,
  dataset: Dataset,
  options: PredictOptions,
): Promise<Matrix<Float32Array>> {
  const { batchSize = 512, onProgress, signal } = options;
  assertInteger(functionName, "batchSize", batchSize, { min: 1 });
  const total = datasetSize(dataset);
  const classes = classTargets(functionName, "dataset", dataset).classNames.length;
  if (isLazyEnsemble(classifier)) {
    const logits = await answerByMembers(
      classifier,
      total,
      classes,
      async (member, index, onProgress) => {
        const name = `${argument}.members[${index}]`;
        return (await collectLogits(functionName, name, member, dataset, { ...options, onProgress })).data;
      },
      (done) => onProgress?.(done, total),
    );
    return createMatrix(total, classes, logits);
  }
  const { forward } = resolveClassifier(functionName, argument, classifier, dataset);
  const collected = new Float32Array(total * classes);
  let done = 0;
  for (const batch of batches(dataset, { batchSize, order: "stored" })) {
    throwIfAborted(functionName, signal);
    const answer = await ask(forward, batch, signal);
    collected.set(await readLogits(functionName, argument, answer, batch.ids, classes), done * classes);
    done += batch.ids.length;
    onProgress?.(done, total);
    await yieldToEventLoop();
  }
  return createMatrix(total, classes, collected);
}
