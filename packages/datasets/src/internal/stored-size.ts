import type { Dataset } from "../dataset.ts";
import { isFileDataset } from "./is-file-dataset.ts";
import { product } from "./product.ts";

/** How many examples are stored, in the view or not. */
export function storedSize(dataset: Pick<Dataset, "columns">): number {
  if (isFileDataset(dataset)) return dataset.storage.starts.at(-1)!;
  const [{ values, shape, offsets, starts }] = Object.values(dataset.columns) as [Dataset["columns"][string]];
  if (starts !== undefined) return starts.length;
  return offsets === undefined ? values.length / product(shape) : offsets.length - 1;
}
