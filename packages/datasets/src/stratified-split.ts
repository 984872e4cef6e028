import { assertInteger, assertObject, createRandom, deriveSeed } from "@dark-knowledge/core";
import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";

/** Options of {@link stratifiedSplit} and {@link stratifiedSubset}. */
export interface StratifiedOptions {
  /** The number of examples to select. */
  readonly size: number;
  /** Determines which examples: integer from 0 to 2⁵³ − 1. */
  readonly seed: number;
}

/** The two views of {@link stratifiedSplit}; together they contain each example of the split view once. */
export interface StratifiedParts<Set extends Dataset = Dataset> {
  readonly selected: Set;
  readonly rest: Set;
}

/**
 * Splits a view at random in two, both with the class proportions of the whole.
 *
 * A class with `n_c` of `n` examples gets `size · n_c / n` of the selected ones, rounded by largest remainder: all are
 * rounded down, and the rest goes to the largest fractions, the lower class number first if they are equal. Examples
 * without a label count as one more class. If the targets are not one class per example, the split is purely random.
 * Both parts keep the order of the view and share its storage.
 *
 * @throws ArgumentError when `size` is not a count up to the view's size, or `seed` not such an integer
 *
 * @example
 * ```ts
 * import { classCounts, createDataset, stratifiedSplit } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({
 *   features: new Uint8Array(6),
 *   labels: Int32Array.of(0, 0, 0, 0, 1, 1),
 *   exampleShape: [1],
 *   classNames: ["a", "b"],
 * });
 * const { selected, rest } = stratifiedSplit(dataset, { size: 3, seed: 5 });
 * Array.from(classCounts(selected)); // => [2, 1]
 * Array.from(classCounts(rest)); // => [2, 1]
 * ```
 */
export function stratifiedSplit<Set extends Dataset>(dataset: Set, options: StratifiedOptions): StratifiedParts<Set> {
  assertExamples("stratifiedSplit", dataset);
  return split("stratifiedSplit", dataset, options);
}

/**
 * Returns a random part of a view with the class proportions of the whole: the `selected` of {@link stratifiedSplit}.
 *
 * @throws ArgumentError when `size` is not a count up to the view's size, or `seed` not such an integer
 * @see {@link stratifiedSplit}
 */
export function stratifiedSubset<Set extends Dataset>(dataset: Set, options: StratifiedOptions): Set {
  assertExamples("stratifiedSubset", dataset);
  return split("stratifiedSubset", dataset, options).selected;
}

function split<Set extends Dataset>(
  functionName: string,
  dataset: Set,
  options: StratifiedOptions,
): StratifiedParts<Set> {
  assertObject(functionName, "options", options);
  const { size, seed } = options;
  assertInteger(functionName, "size", size, { min: 0, max: dataset.rows.length });
  assertInteger(functionName, "seed", seed, { min: 0 });
  const strata = positionsByClass(dataset);
  const shares = largestRemainder(
    strata.map((positions) => positions.length),
    size,
  );
  const isSelected = new Uint8Array(dataset.rows.length);
  strata.forEach((positions, stratum) => {
    const order = createRandom(deriveSeed(seed, "split", stratum)).permutation(positions.length);
    for (const index of order.subarray(0, shares[stratum]!)) isSelected[positions[index]!] = 1;
  });
  return {
    selected: { ...dataset, rows: dataset.rows.filter((_, position) => isSelected[position] === 1) },
    rest: { ...dataset, rows: dataset.rows.filter((_, position) => isSelected[position] === 0) },
  };
}

/** The positions of each class, and last of those without a label; all positions where examples have no class each. */
function positionsByClass({ rows, targets }: Dataset): readonly Int32Array[] {
  if (targets.kind !== "classes") return [Int32Array.from({ length: rows.length }, (_, position) => position)];
  const { labels, classNames } = targets;
  const stratumOf = (row: number) => (labels[row]! < 0 ? classNames.length : labels[row]!);
  const counts = new Int32Array(classNames.length + 1);
  for (const row of rows) counts[stratumOf(row)]!++;
  const strata = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  rows.forEach((row, position) => {
    const stratum = stratumOf(row);
    strata[stratum]![counts[stratum]!++] = position;
  });
  return strata;
}

/** Shares `size` out in proportion to `counts`. Remainders are integers, so that equal ones compare equal. */
function largestRemainder(counts: readonly number[], size: number): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return counts;
  const shares = counts.map((count) => Math.floor((size * count) / total));
  const missing = size - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = counts
    .map((count, index) => ({ index, remainder: (size * count) % total }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, missing)) shares[index]!++;
  return shares;
}
