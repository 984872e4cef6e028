import type { Dataset } from "@dark-knowledge/datasets";
import { answerNames } from "./answer-names.ts";

/** Returns how many numbers a net answers with: one for each class or output, and where outputs have variances another one for each. */
export function answerCount(dataset: Dataset): number {
  const { targets } = dataset;
  return answerNames(dataset).length * (targets.kind === "numbers" && targets.variances ? 2 : 1);
}
