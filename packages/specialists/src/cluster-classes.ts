import { assertInteger, assertObject, assertOneOf } from "@dark-knowledge/core";
import type { ClassSimilarity } from "./class-similarity.ts";
import { checkedColumns } from "./internal/checked-columns.ts";
import { columnPoints } from "./internal/column-points.ts";
import { greedySets } from "./internal/greedy-sets.ts";
import { kMeans } from "./internal/k-means.ts";
import { setsOfSize } from "./internal/sets-of-size.ts";
import { spectralPoints } from "./internal/spectral-points.ts";

/** The methods of {@link clusterClasses}. */
export type ClusterMethod = "k-means" | "spectral" | "greedy";

/** Options of the methods that divide the classes among centres. */
export interface CentreClusteringOptions {
  /**
   * `"k-means"`: the online version, on the columns of the matrix, as in the paper. `"spectral"`: on the leading eigenvectors
   * of the normalised matrix.
   */
  readonly method: "k-means" | "spectral";
  /** The number of sets; fewer are returned only if some centre is not the nearest to any class. */
  readonly clusters: number;
  /**
   * The number of classes in each set: its own that are most similar to each other, then those of other sets that are
   * most similar to them, so that sets may overlap and a class may be in none. Default: each class is in exactly one
   * set.
   */
  readonly size?: number;
  /** Integer from 0 to 2⁵³ − 1. */
  readonly seed: number;
}

/** Options of the method that covers the largest similarities first. */
export interface GreedyClusteringOptions {
  /**
   * `"greedy"`: each set starts with the most similar pair that no earlier set contains, and adds the class that
   * contributes most of the uncovered similarity. It uses no randomness.
   */
  readonly method: "greedy";
  /** The number of sets; fewer are returned if no similar pair is left. */
  readonly clusters: number;
  /** The number of classes in each set, at least 2. Sets may overlap, and a class may be in none. */
  readonly size: number;
}

/** Options of {@link clusterClasses}. */
export type ClusterClassesOptions = CentreClusteringOptions | GreedyClusteringOptions;

/**
 * Finds sets of classes that are often confused, for one specialist each.
 *
 * For `"k-means"` each class is its column, scaled to length 1, with its own entry, which only measures the class's
 * frequency, replaced by the largest other one. The centres start by k-means++, and each then moves towards every class
 * that it wins by one over the number that it has won so far. `"spectral"` and `"greedy"` treat negative entries as 0
 * and ignore the diagonal. [docs/specialists.md](../../docs/specialists.md) compares them.
 *
 * @param similarity from an accumulator, or from {@link similarityOf} a matrix
 * @returns the sets, each in ascending order
 * @throws ArgumentError when an option is not in its range, or the similarity holds a number that is not finite
 * @see Hinton, Vinyals and Dean (2015), section 5.3
 * @see Ng, Jordan and Weiss (2002), "On spectral clustering", for `"spectral"`
 *
 * @example
 * ```ts
 * import { clusterClasses, createConfusionAccumulator } from "@dark-knowledge/specialists";
 *
 * // 0 is taken for 2 and back, 1 for 3.
 * const confusion = createConfusionAccumulator({ classCount: 4 });
 * confusion.addPredicted([0, 0, 1, 1, 2, 2, 3, 3, 0], [0, 2, 1, 3, 2, 0, 3, 1, 1]);
 * const similarity = confusion.similarity();
 * clusterClasses(similarity, { method: "k-means", clusters: 2, seed: 1 }).sort((a, b) => a[0] - b[0]); // => [[0, 2], [1, 3]]
 * clusterClasses(similarity, { method: "greedy", clusters: 2, size: 3 }); // => [[0, 1, 2], [0, 1, 3]]
 * ```
 */
export function clusterClasses(similarity: ClassSimilarity, options: ClusterClassesOptions): Int32Array[] {
  const columns = checkedColumns(NAME, similarity);
  assertObject(NAME, "options", options);
  const { method, clusters } = options as ClusterClassesOptions;
  const { classCount } = columns;
  assertOneOf(NAME, "method", method, ["k-means", "spectral", "greedy"]);
  assertInteger(NAME, "clusters", clusters, { min: 1, max: classCount });
  if (method === "greedy" || options.size !== undefined) {
    assertInteger(NAME, "size", options.size, { min: method === "greedy" ? 2 : 1, max: classCount });
  }
  if (options.method === "greedy") return greedySets(columns, clusters, options.size);
  const { seed, size } = options;
  assertInteger(NAME, "seed", seed, { min: 0 });
  const points = method === "k-means" ? columnPoints(columns) : spectralPoints(columns, clusters, seed);
  return setsOfSize(columns, kMeans(points, clusters, seed), clusters, size);
}

const NAME = "clusterClasses";
