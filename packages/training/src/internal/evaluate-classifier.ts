import { type Dataset, labelsOf } from "@dark-knowledge/datasets";
import type { Teacher } from "../classifier.ts";
import { evaluateLogits } from "../evaluate-logits.ts";
import type { Evaluation } from "../evaluation.ts";
import type { PredictOptions } from "../predict-options.ts";
import { classTargets, labelsOfBatch } from "./class-targets.ts";
import { collectLogits } from "./collect-logits.ts";
import { createEvaluator } from "./create-evaluator.ts";
import { forEachAnswer } from "./for-each-answer.ts";
import { isLazyEnsemble } from "./lazy-members.ts";

/** `evaluate` under the name of the function and argument that errors should name. The logits are not kept. */
export async function evaluateClassifier(
  functionName: string,
  argument: string,
  classifier: Teacher,
  dataset: Dataset,
  options: PredictOptions,
): Promise<Evaluation> {
  if (isLazyEnsemble(classifier)) {
    // Its members answer one after the other, each all examples.
    return evaluateLogits(await collectLogits(functionName, argument, classifier, dataset, options), labelsOf(dataset));
  }
  const evaluator = createEvaluator(classTargets(functionName, "dataset", dataset).classNames.length);
  await forEachAnswer(functionName, argument, classifier, dataset, options, (logits, batch) => {
    evaluator.add(logits, labelsOfBatch(batch));
  });
  return evaluator.result();
}
