import { classNamesOf, type Dataset } from "@dark-knowledge/datasets";

/** Returns the names of what a teacher answers about: the classes, or the outputs of numbers. */
export function answerNames(dataset: Dataset): readonly string[] {
  const { targets } = dataset;
  return targets.kind === "numbers" ? targets.names : classNamesOf(dataset);
}

/** Returns how many numbers a net answers with: one for each class or output, and where outputs have variances another one for each. */
export function answerCount(dataset: Dataset): number {
  const { targets } = dataset;
  return answerNames(dataset).length * (targets.kind === "numbers" && targets.variances ? 2 : 1);
}
