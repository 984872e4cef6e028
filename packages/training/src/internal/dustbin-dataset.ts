import type { Dataset } from "@dark-knowledge/datasets";
import { dustbinLabels, type Specialist } from "@dark-knowledge/specialists";

/** The same examples with the labels and the classes of a specialist, the dustbin last. */
export function dustbinDataset(dataset: Dataset, specialist: Specialist): Dataset {
  return {
    ...dataset,
    labels: dustbinLabels(dataset.labels, specialist),
    classNames: [...Array.from(specialist.classes, (index) => dataset.classNames[index]!), "dustbin"],
  };
}
