import { createMatrix, type Matrix } from "@dark-knowledge/core";
import { type Dataset, datasetSize } from "@dark-knowledge/datasets";
import type { Teacher } from "../classifier.ts";
import type { PredictOptions } from "../predict-options.ts";
import { classTargets } from "./class-targets.ts";
import { forEachAnswer } from "./for-each-answer.ts";
import { answerByMembers, isLazyEnsemble } from "./lazy-members.ts";

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
  const collected = new Float32Array(total * classes);
  let done = 0;
  await forEachAnswer(functionName, argument, classifier, dataset, options, (logits) => {
    collected.set(logits, done);
    done += logits.length;
  });
  return createMatrix(total, classes, collected);
}
