import type { Dataset } from "@dark-knowledge/datasets";
import { dustbinLabels, type Specialist } from "@dark-knowledge/specialists";
import { classTargets } from "./class-targets.ts";

/** The same examples with the labels and the classes of a specialist, the dustbin last. */
export function dustbinDataset(dataset: Dataset, specialist: Specialist): Dataset {
  const { labels, classNames } = classTargets("dustbinDataset", "dataset", dataset);
  return {
    ...dataset,
    targets: {
      kind: "classes",
      labels: dustbinLabels(labels, specialist),
      classNames: [...Array.from(specialist.classes, (index) => classNames[index]!), "dustbin"],
    },
  };
}
