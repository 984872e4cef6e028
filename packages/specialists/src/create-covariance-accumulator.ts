import { assertInteger, assertObject, type Matrix } from "@dark-knowledge/core";
import type { ClassSimilarity } from "./class-similarity.ts";
import type { CovarianceState } from "./covariance-state.ts";
import { assertLength, assertProbRows, countRows } from "./internal/check-rows.ts";
import { checkTopK } from "./internal/check-top-k.ts";
import { covarianceMatrix, covarianceSimilarity } from "./internal/read-covariance.ts";
import { createTopKProducts } from "./internal/top-k-products.ts";
import { addScaledSquare, addScatter, triangleSize } from "./internal/triangle.ts";
import type { TopKProbs } from "./top-k-probs.ts";

/** Accumulates the covariance of a generalist's predictions, in one pass and float64, from any number of processes. */
export interface CovarianceAccumulator {
  readonly classCount: number;
  /** Adds full rows: probabilities `[rows, classCount]`, row-major. */
  add(probs: Float32Array): void;
  /** Adds rows of which only the largest probabilities are known. */
  addTopK(topK: TopKProbs): void;
  /** Adds the state of another accumulator with as many classes. */
  merge(other: CovarianceState): void;
  /** The number of rows added. */
  rows(): number;
  /** Returns the mean probability of each class. */
  mean(): Float64Array;
  /** Returns the covariance, `E[p_i p_j] − E[p_i] E[p_j]`, as a full matrix. */
  covariance(): Matrix<Float64Array>;
  /**
   * Returns the covariance by column, for {@link clusterClasses}. It reads the accumulator: add nothing while it is in
   * use.
   */
  similarity(): ClassSimilarity;
  /** Returns the state. The arrays are the accumulator's own, not copies: do not change them. */
  state(): CovarianceState;
}

/**
 * Creates an accumulator of the covariance matrix of a generalist's predicted probabilities. It needs no labels.
 *
 * Full rows are centred before they are multiplied, and batches are joined by the formula of Chan, Golub and LeVeque,
 * so that nothing cancels however many rows there are. Of a top-k row only the k (k + 1) / 2 products of its classes
 * are added; their means are subtracted when the result is read. A class whose probability is the same in every row, to
 * within the rounding of these sums, has covariance 0 with every class, not a rounding error. The products are stored
 * in one packed triangle of float64, which takes `4 · classCount²` bytes whatever the data: 900 MB at 15,000 classes.
 *
 * @throws ArgumentError when `classCount` is not a positive integer. Its methods throw, before anything is added, when
 * a row does not sum to 1 (top-k rows: sums to more than 1), holds NaN, has a class out of range or twice, or when a
 * length is wrong
 * @see Hinton, Vinyals and Dean (2015), section 5.3
 * @see Chan, Golub and LeVeque (1983), "Algorithms for computing the sample variance"
 *
 * @example
 * ```ts
 * import { createCovarianceAccumulator } from "@dark-knowledge/specialists";
 *
 * const accumulator = createCovarianceAccumulator({ classCount: 3 });
 * accumulator.add(Float32Array.of(0.5, 0.5, 0, 0, 0, 1));
 * accumulator.addTopK({ k: 2, indices: Int32Array.of(0, 1), probs: Float32Array.of(0.75, 0.25) });
 *
 * // Elsewhere, perhaps in another process:
 * const other = createCovarianceAccumulator({ classCount: 3 });
 * other.add(Float32Array.of(0.25, 0.75, 0));
 * accumulator.merge(other.state());
 *
 * accumulator.mean(); // => [0.375, 0.375, 0.25]
 * // Row by row, starting with 0 and 0.
 * accumulator.covariance().data.slice(0, 3); // ≈ [0.078125, 0.015625, -0.093750]
 * ```
 */
export function createCovarianceAccumulator(options: { readonly classCount: number }): CovarianceAccumulator {
  assertObject("createCovarianceAccumulator", "options", options);
  const { classCount } = options;
  assertInteger("createCovarianceAccumulator", "classCount", classCount, { min: 1 });
  const denseMean = new Float64Array(classCount);
  const topKSum = new Float64Array(classCount);
  const products = new Float64Array(triangleSize(classCount));
  const waiting = createTopKProducts(products, classCount);
  let denseRows = 0;
  let topKRows = 0;

  /** Joins full rows, whose own scatter is already in `products`, to the earlier ones. */
  function joinDense(rows: number, mean: Float64Array): void {
    if (rows === 0) return;
    const total = denseRows + rows;
    const difference = mean.map((value, i) => value - denseMean[i]!);
    // From an empty start the mean is copied, so that a state merged into a new accumulator stays the same.
    if (denseRows === 0) denseMean.set(mean);
    else {
      addScaledSquare(products, difference, (denseRows / total) * rows);
      for (let i = 0; i < classCount; i++) denseMean[i]! += (difference[i]! * rows) / total;
    }
    denseRows = total;
  }

  function add(probs: Float32Array): void {
    const name = "CovarianceAccumulator.add";
    const rows = countRows(name, "probs", probs, classCount, "the classes");
    assertProbRows(name, "probs", probs, classCount);
    const mean = new Float64Array(classCount);
    for (let at = 0; at < probs.length; at++) mean[at % classCount]! += probs[at]!;
    for (let i = 0; i < classCount; i++) mean[i]! /= rows;
    addScatter(products, probs, mean);
    joinDense(rows, mean);
  }

  function addTopK(topK: TopKProbs): void {
    topKRows += checkTopK("CovarianceAccumulator.addTopK", topK, classCount);
    for (let at = 0; at < topK.indices.length; at++) topKSum[topK.indices[at]!]! += topK.probs[at]!;
    waiting.add(topK);
  }

  function merge(other: CovarianceState): void {
    const name = "CovarianceAccumulator.merge";
    assertObject(name, "other", other);
    assertInteger(name, "other.denseRows", other.denseRows, { min: 0 });
    assertInteger(name, "other.topKRows", other.topKRows, { min: 0 });
    assertLength(name, "other.denseMean", other.denseMean, classCount, "the classes");
    assertLength(name, "other.topKSum", other.topKSum, classCount, "the classes");
    assertLength(name, "other.products", other.products, products.length, `the pairs of ${classCount} classes`);
    for (let at = 0; at < products.length; at++) products[at]! += other.products[at]!;
    for (let i = 0; i < classCount; i++) topKSum[i]! += other.topKSum[i]!;
    topKRows += other.topKRows;
    joinDense(other.denseRows, other.denseMean);
  }

  /** The arrays are the accumulator's own. */
  function state(): CovarianceState {
    waiting.flush();
    return { classCount, denseRows, denseMean, topKRows, topKSum, products };
  }

  return {
    classCount,
    add,
    addTopK,
    merge,
    state,
    rows: () => denseRows + topKRows,
    mean() {
      const total = Math.max(1, denseRows + topKRows);
      return denseMean.map((mean, i) => (mean * denseRows + topKSum[i]!) / total);
    },
    covariance: () => covarianceMatrix(state()),
    similarity: () => covarianceSimilarity(state()),
  };
}
