import { assertInteger, assertOptions, createRandom, deriveSeed } from "@dark-knowledge/core";
import type { Dataset } from "./dataset.ts";
import { assertDataset } from "./internal/assert-dataset.ts";
import { fail } from "./internal/fail.ts";

/** Options of {@link kFolds}. */
export interface KFoldsOptions {
  /** How many folds, from 2 on. */
  readonly folds: number;
  /** Decides which example is in which: integer from 0 to 2⁵³ − 1. */
  readonly seed: number;
}

/** One of the folds. */
export interface Fold {
  /** The examples of all other folds. */
  readonly training: Dataset;
  /** Those of this one. */
  readonly heldOut: Dataset;
}

/**
 * Deals the examples of a view out to folds of nearly equal size, each with the class proportions of the whole, for cross-validation and out-of-fold
 * answers. An example that the view shows several times is in one fold. Examples without a label count as one more class. All views
 * keep the order of the view and share its storage.
 *
 * @throws ArgumentError when `folds` is not from 2 to the number of examples, or `seed` not such an integer
 *
 * @example
 * ```ts
 * import { createDataset, kFolds } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({ columns: { x: { values: new Float32Array(5), shape: [1] } } });
 * kFolds(dataset, { folds: 2, seed: 1 }).map(({ training, heldOut }) => [training.rows.length, heldOut.rows.length]); // => [[2, 3], [3, 2]]
 * ```
 */
export function kFolds(dataset: Dataset, options: KFoldsOptions): readonly Fold[] {
  assertDataset("kFolds", dataset);
  assertOptions<KFoldsOptions>("kFolds", options, { folds: true, seed: true });
  const { folds, seed } = options;
  const ids = Int32Array.from(new Set(dataset.rows)).sort();
  assertInteger("kFolds", "folds", folds, { min: 2 });
  if (folds > ids.length)
    fail("kFolds", "range", "folds", `must be at most ${ids.length} (the examples)`, String(folds));
  assertInteger("kFolds", "seed", seed, { min: 0 });
  const foldOf = new Map<number, number>();
  // Classes one after another, so that the next fold continues from class to class.
  for (const [stratum, members] of byClass(dataset, ids)) {
    for (const index of createRandom(deriveSeed(seed, "folds", stratum)).permutation(members.length)) {
      foldOf.set(members[index]!, foldOf.size % folds);
    }
  }
  const pick = (isWanted: (fold: number) => boolean): Dataset => ({
    ...dataset,
    rows: dataset.rows.filter((id) => isWanted(foldOf.get(id)!)),
  });
  return Array.from({ length: folds }, (_, index) => ({
    training: pick((fold) => fold !== index),
    heldOut: pick((fold) => fold === index),
  }));
}

/** The ids of each class, in order, and last of those without one. */
function byClass({ targets }: Dataset, ids: Int32Array): readonly (readonly [number, number[]])[] {
  if (targets.kind !== "classes") return [[0, Array.from(ids)]];
  const strata = new Map<number, number[]>();
  for (const id of ids) {
    const label = targets.labels[id]!;
    const stratum = label < 0 ? targets.classNames.length : label;
    const members = strata.get(stratum) ?? [];
    strata.set(stratum, members);
    members.push(id);
  }
  return [...strata].sort(([one], [other]) => one - other);
}
