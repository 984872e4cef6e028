import { classNamesOf, type Dataset } from "@dark-knowledge/datasets";

/** Returns the names of what a net answers, in the order of its outputs: classes, or numbers. */
export function answerNames(dataset: Dataset): readonly string[] {
  return dataset.targets.kind === "numbers" ? dataset.targets.names : classNamesOf(dataset);
}
