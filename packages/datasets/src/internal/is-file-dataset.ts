import type { Dataset } from "../dataset.ts";
import type { FileDataset } from "../file-dataset.ts";

/** Recognised by its members: two installed copies of the package have the same ones. */
export function isFileDataset(dataset: Pick<Dataset, "columns">): dataset is FileDataset {
  return "storage" in dataset;
}
