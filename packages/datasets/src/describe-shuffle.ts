import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";
import { planWindows } from "./internal/plan-windows.ts";

/** How well the examples of a dataset are shuffled; see {@link describeShuffle}. */
export interface Shuffle {
  /** Whether every order of the examples is as likely as any other, as it is in memory. */
  readonly isFull: boolean;
  /** The row groups with examples of the view; 1 for a dataset in memory. */
  readonly groups: number;
  /** The row groups that are mixed at a time, at most. */
  readonly mixed: number;
  /** The share of the row groups among which the examples of a batch are drawn: 1 for a full shuffle. */
  readonly share: number;
  /** The same in words. */
  readonly description: string;
}

/**
 * Says how good the shuffle of a dataset is, with the cache that it has.
 *
 * If the cache has room for all row groups of the view, the shuffle is full: the order is that of the same examples in
 * memory. Otherwise each epoch goes through the row groups in random order, some at a time, and the examples of these
 * are mixed with each other. A batch is then as varied as these few row groups are: enough if they are alike, too
 * little if the file is sorted.
 *
 * @see Xu et al. (2022), "In-database machine learning with CorgiPile: stochastic gradient descent without full data
 *   shuffle", which bounds the cost of a small `share`
 *
 * @example
 * ```ts
 * import { createDataset, describeShuffle } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({ columns: { x: { values: Float32Array.of(1, 2), shape: [1] } } });
 * describeShuffle(dataset); // => { isFull: true, groups: 1, mixed: 1, share: 1, description: "full shuffle" }
 * ```
 */
export function describeShuffle(dataset: Dataset): Shuffle {
  assertExamples("describeShuffle", dataset);
  const { groups, windows } = planWindows(dataset);
  if (windows <= 1) return { isFull: true, groups, mixed: groups, share: 1, description: "full shuffle" };
  const mixed = Math.ceil(groups / windows);
  const percent = Number((100 / windows).toPrecision(2));
  const description = `shuffled row groups, ${mixed} of ${groups} mixed at a time: a batch is drawn from about ${percent} % of the examples`;
  return { isFull: false, groups, mixed, share: 1 / windows, description };
}
