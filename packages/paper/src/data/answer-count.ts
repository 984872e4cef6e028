import { classNamesOf, type Dataset } from "@dark-knowledge/datasets";

/** Returns how many numbers a net answers with: one for each class or output, and where outputs have variances another one for each. */
export function answerCount(dataset: Dataset): number {
  const { targets } = dataset;
  if (targets.kind !== "numbers") return classNamesOf(dataset).length;
  return targets.names.length * (targets.variances ? 2 : 1);
}
