import { type Dataset, labelsOf } from "@dark-knowledge/datasets";

/** Whether any example of a dataset has a label. */
export function hasLabels(dataset: Dataset): boolean {
  return labelsOf(dataset).some((label) => label >= 0);
}
