import type { Matrix } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import { type Teacher, taskFigures } from "@dark-knowledge/training";
import { figuresOf, type MeasuredNet } from "./figures-of.ts";

/**
 * Measures a net on a dataset by the figures of its task.
 *
 * @param answers its logits, which are enough where examples have a class each, and those of examples of none of them
 */
export async function measureNet(
  net: Teacher,
  answers: { readonly logits: Matrix; readonly outsideLogits: Matrix | undefined },
  dataset: Dataset,
  options: { readonly signal: AbortSignal },
): Promise<MeasuredNet> {
  if (dataset.targets.kind === "classes") return figuresOf(answers.logits, dataset, answers.outsideLogits);
  // The counts are those of the dataset, which the record has.
  const { numbers: _, labels: __, errors: ___, ...figures } = await taskFigures(net, dataset, options);
  return { figures };
}
