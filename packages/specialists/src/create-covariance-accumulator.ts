import { assertInteger, createMatrix, type Matrix } from "@dark-knowledge/core";
import type { ClassSimilarity } from "./class-similarity.ts";
import { assertLength, assertProbRows, countRows } from "./internal/check-rows.ts";
import { checkTopK } from "./internal/check-top-k.ts";
import { createTopKProducts } from "./internal/top-k-products.ts";
import { addScaledSquare, addScatter, triangleSize } from "./internal/triangle.ts";
import type { TopKProbs } from "./top-k-probs.ts";

/**
 * All that a {@link CovarianceAccumulator} knows, as plain data: to be sent to another process or written to a file, and
 * merged into another accumulator, or into a new one to go on.
 */
export interface CovarianceState {
  readonly classCount: number;
  /** How many full rows were added. */
  readonly denseRows: number;
  /** The mean of the full rows for each class. */
  readonly denseMean: Float64Array;
  /** How many top-k rows were added. */
  readonly topKRows: number;
  /** The sum of the top-k rows for each class. */
  readonly topKSum: Float64Array;
  /**
   * For each pair i ≥ j, at `i (i + 1) / 2 + j`: `Σ (p_i − mean_i)(p_j − mean_j)` over the full rows plus `Σ p_i p_j` over the
   * top-k rows.
   */
  readonly products: Float64Array;
}

/** Gathers the covariance of a generalist's predictions, in one pass and float64, from any number of processes. */
export interface CovarianceAccumulator {
  readonly classCount: number;
  /** Adds full rows: probabilities `[rows, classCount]`, row-major. */
  add(probs: Float32Array): void;
  /** Adds rows of which only the largest probabilities are known. */
  addTopK(topK: TopKProbs): void;
  /** Adds what another accumulator of as many classes has gathered. */
  merge(other: CovarianceState): void;
  /** How many rows were added. */
  rows(): number;
  /** The mean probability of each class. */
  mean(): Float64Array;
  /** The covariance, `E[p_i p_j] − E[p_i] E[p_j]`, as a full matrix. */
  covariance(): Matrix<Float64Array>;
  /** The covariance by column, for {@link clusterClasses}. It reads the accumulator: add nothing until it is done with. */
  similarity(): ClassSimilarity;
  /** What was gathered. The arrays are the accumulator's own, not copies: leave them as they are. */
  state(): CovarianceState;
}

/**
 * Makes an accumulator of the covariance matrix of a generalist's predicted probabilities. It needs no labels.
 *
 * Full rows are centred before they are multiplied, and batches are joined by the formula of Chan, Golub and LeVeque, so
 * that nothing cancels however many rows there are. Of a top-k row only the k (k + 1) / 2 products of its classes are
 * added; their means are taken off when the result is read. A class whose probability is the same in every row, to within
 * the rounding of these sums, has covariance 0 with every class, not what rounding left. The products lie in one packed triangle of float64, which
 * takes `4 · classCount²` bytes whatever the data: 900 MB at 15,000 classes.
 *
 * @throws ArgumentError when `classCount` is not a positive integer. Its methods throw, before anything is added, when
 * a row does not sum to 1 (top-k rows: to more than 1), holds NaN, names a class out of range or twice, or when a length does
 * not fit
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
 * // Somewhere else, perhaps in another process:
 * const other = createCovarianceAccumulator({ classCount: 3 });
 * other.add(Float32Array.of(0.25, 0.75, 0));
 * accumulator.merge(other.state());
 *
 * accumulator.mean(); // => [0.375, 0.375, 0.25]
 * // Row by row, 0 with 0 first.
 * accumulator.covariance().data.slice(0, 3); // ≈ [0.078125, 0.015625, -0.093750]
 * ```
 */
export function createCovarianceAccumulator({ classCount }: { readonly classCount: number }): CovarianceAccumulator {
  assertInteger("createCovarianceAccumulator", "classCount", classCount, { min: 1 });
  const denseMean = new Float64Array(classCount);
  const topKSum = new Float64Array(classCount);
  const products = new Float64Array(triangleSize(classCount));
  const waiting = createTopKProducts(products, classCount);
  let denseRows = 0;
  let topKRows = 0;

  /** Joins full rows, their own scatter being in `products` already, to those before. */
  function joinDense(rows: number, mean: Float64Array): void {
    if (rows === 0) return;
    const total = denseRows + rows;
    const difference = mean.map((value, i) => value - denseMean[i]!);
    // From an empty start the mean is taken over as it is: a state merged into a new accumulator is the same state.
    if (denseRows === 0) denseMean.set(mean);
    else {
      addScaledSquare(products, difference, (denseRows / total) * rows);
      for (let i = 0; i < classCount; i++) denseMean[i]! += (difference[i]! * rows) / total;
    }
    denseRows = total;
  }

  function add(probs: Float32Array): void {
    const name = "CovarianceAccumulator.add";
    const rows = countRows(name, "probs", probs.length, classCount, "the classes");
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
    assertLength("CovarianceAccumulator.merge", "other.denseMean", other.denseMean.length, classCount, "the classes");
    assertLength("CovarianceAccumulator.merge", "other.topKSum", other.topKSum.length, classCount, "the classes");
    assertLength(
      "CovarianceAccumulator.merge",
      "other.products",
      other.products.length,
      products.length,
      `the pairs of ${classCount} classes`,
    );
    for (let at = 0; at < products.length; at++) products[at]! += other.products[at]!;
    for (let i = 0; i < classCount; i++) topKSum[i]! += other.topKSum[i]!;
    topKRows += other.topKRows;
    joinDense(other.denseRows, other.denseMean);
  }

  /** The covariance of a pair: two groups of rows, full and top-k, each about its own mean, joined as Chan's formula says. */
  function reader(): (i: number, j: number) => number {
    waiting.flush();
    const total = denseRows + topKRows;
    if (total === 0) return () => 0;
    const topKMean = topKSum.map((sum) => (topKRows === 0 ? 0 : sum / topKRows));
    const between = (denseRows / total) * (topKRows / total);
    const covarianceOf = (i: number, j: number) => {
      const product = i >= j ? products[(i * (i + 1)) / 2 + j]! : products[(j * (j + 1)) / 2 + i]!;
      const within = (product - topKRows * (topKMean[i]! * topKMean[j]!)) / total;
      return within + between * ((denseMean[i]! - topKMean[i]!) * (denseMean[j]! - topKMean[j]!));
    };
    const isConstant = Uint8Array.from(topKMean, (mean, i) => {
      const largest = Math.max(mean, denseMean[i]!);
      return covarianceOf(i, i) <= rounding(total) * largest * largest ? 1 : 0;
    });
    return (i, j) => (isConstant[i] === 1 || isConstant[j] === 1 ? 0 : covarianceOf(i, j));
  }

  function similarity(): ClassSimilarity {
    const read = reader();
    return {
      classCount,
      readColumn(index, into) {
        for (let i = 0; i < classCount; i++) into[i] = read(i, index);
      },
    };
  }

  return {
    classCount,
    add,
    addTopK,
    merge,
    similarity,
    rows: () => denseRows + topKRows,
    mean() {
      const total = Math.max(1, denseRows + topKRows);
      return denseMean.map((mean, i) => (mean * denseRows + topKSum[i]!) / total);
    },
    covariance() {
      const read = reader();
      const data = new Float64Array(classCount * classCount);
      for (let at = 0; at < data.length; at++) data[at] = read(Math.floor(at / classCount), at % classCount);
      return createMatrix(classCount, classCount, data);
    },
    state() {
      waiting.flush();
      return { classCount, denseRows, denseMean, topKRows, topKSum, products };
    },
  };
}

/** What a float64 sum of so many equal products may be off by, relative to the sum: a random walk, with room. */
function rounding(rows: number): number {
  return Number.EPSILON * (4 + Math.sqrt(rows));
}
