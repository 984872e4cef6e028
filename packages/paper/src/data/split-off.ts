import { type Dataset, datasetSize, stratifiedSplit, stratifiedSubset } from "@dark-knowledge/datasets";
import { SpecError } from "../spec/spec-error.ts";
import { SPLIT_SEED } from "./internal/split-seed.ts";

/**
 * Takes a stratified part of a dataset, of the size in the specification. Default: the whole dataset.
 *
 * @throws SpecError when the dataset has fewer examples
 */
export function cutTo(path: string, dataset: Dataset, size: number | undefined): Dataset {
  const available = datasetSize(dataset);
  if (size === undefined || size === available) return dataset;
  if (size > available) throw new SpecError(path, `must be at most ${available}`, String(size));
  return stratifiedSubset(dataset, { size, seed: SPLIT_SEED });
}

/**
 * Splits a stratified part off a dataset.
 *
 * @throws SpecError when nothing would be left
 */
export function splitOff(
  path: string,
  dataset: Dataset,
  size: number,
): { readonly rest: Dataset; readonly selected: Dataset | undefined } {
  const available = datasetSize(dataset);
  if (size >= available) throw new SpecError(path, `must be below the ${available} training examples`, String(size));
  if (size === 0) return { rest: dataset, selected: undefined };
  const { selected, rest } = stratifiedSplit(dataset, { size, seed: SPLIT_SEED });
  return { selected, rest };
}
