import { deriveSeed } from "@dark-knowledge/core";
import { type ClassTargets, type Dataset, datasetSize, stratifiedSubset } from "@dark-knowledge/datasets";

/** A part of a dataset that is labelled. */
export interface LabelledShare {
  /** From 0 to 1. */
  readonly share: number;
  /** Determines which examples: another seed, another draw. */
  readonly seed: number;
}

/** Hides the labels of all other examples of a view: a transfer set of which only a part is labelled. */
export function keepLabels(dataset: Dataset, { share, seed }: LabelledShare): Dataset {
  const size = Math.max(1, Math.round(share * datasetSize(dataset)));
  const { rows } = stratifiedSubset(dataset, { size, seed: deriveSeed(seed, "labelled examples") });
  const targets = dataset.targets as ClassTargets;
  const labels = new Int32Array(targets.labels.length).fill(-1);
  for (const row of rows) labels[row] = targets.labels[row]!;
  return { ...dataset, targets: { ...targets, labels } };
}
