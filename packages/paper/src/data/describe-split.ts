import { datasetSize } from "@dark-knowledge/datasets";
import type { ExperimentData } from "./experiment-data.ts";

/** Returns a line with the sizes of the parts. */
export function describeSplit({ training, validation, test }: ExperimentData): string {
  const validationSize = validation === undefined ? 0 : datasetSize(validation);
  return `${datasetSize(training)} examples for training, ${validationSize} for validation, ${datasetSize(test)} for the test`;
}
