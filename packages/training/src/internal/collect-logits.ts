import { createMatrix, type Matrix } from "@dark-knowledge/core";
import { type Dataset, datasetSize } from "@dark-knowledge/datasets";
import type { Teacher } from "../classifier.ts";
import type { PredictOptions } from "../predict-options.ts";
import { forEachAnswer } from "./for-each-answer.ts";
import { answerByMembers, assertCanBeMembers, isLazyEnsemble } from "./lazy-members.ts";
import { taskOf } from "./task.ts";

/** `predictLogits` under the name of the function and argument that errors should name. */
export async function collectLogits(
  functionName: string,
  argument: string,
  classifier: Teacher,
  dataset: Dataset,
  options: PredictOptions,
): Promise<Matrix<Float32Array>> {
  const { onProgress } = options;
  const total = datasetSize(dataset);
  const task = taskOf(functionName, "dataset", dataset);
  const classes = task.width;
  const rows = dataset.rows.reduce((sum, id) => sum + task.rowsOf(id), 0);
  if (isLazyEnsemble(classifier)) {
    assertCanBeMembers(functionName, argument, task);
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
  const collected = new Float32Array(rows * classes);
  let done = 0;
  await forEachAnswer(functionName, argument, classifier, dataset, options, (logits) => {
    collected.set(logits, done);
    done += logits.length;
  });
  return createMatrix(rows, classes, collected);
}
