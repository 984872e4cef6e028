import { classNamesOf, type Dataset } from "@dark-knowledge/datasets";

/** Returns the names of what a teacher answers about: the classes, or the outputs of numbers. */
export function answerNames(dataset: Dataset): readonly string[] {
  const { targets } = dataset;
  return targets.kind === "numbers" ? targets.names : classNamesOf(dataset);
}
