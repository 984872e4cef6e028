import { type Dataset, datasetSize, stratifiedSplit, stratifiedSubset } from "@dark-knowledge/datasets";
import { SpecError } from "../spec/spec-error.ts";
import { SPLIT_SEED } from "./internal/split-seed.ts";

/**
 * A stratified part of a set, of a size that the specification gives; the whole set where it gives none.
 *
 * @throws SpecError when the set has fewer examples
 */
export function cutTo(path: string, dataset: Dataset, size: number | undefined): Dataset {
  const available = datasetSize(dataset);
  if (size === undefined || size === available) return dataset;
  if (size > available) throw new SpecError(path, `must be at most ${available}`, String(size));
  return stratifiedSubset(dataset, { size, seed: SPLIT_SEED });
}

/**
 * Splits a stratified part off a set.
 *
 * @throws SpecError when it would leave nothing
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
