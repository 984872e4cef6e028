import { createMatrix, type Matrix } from "@dark-knowledge/core";
import type { ClassSimilarity } from "../class-similarity.ts";
import type { CovarianceState } from "../covariance-state.ts";

/** Computes `E[p_i p_j] − E[p_i] E[p_j]` of the state, as a full matrix. */
export function covarianceMatrix(state: CovarianceState): Matrix<Float64Array> {
  const { classCount } = state;
  const covariance = pairReader(state);
  const data = new Float64Array(classCount * classCount);
  for (let at = 0; at < data.length; at++) data[at] = covariance(Math.floor(at / classCount), at % classCount);
  return createMatrix(classCount, classCount, data);
}

/** Computes the same by column; reads the state when called. */
export function covarianceSimilarity(state: CovarianceState): ClassSimilarity {
  const { classCount } = state;
  const covariance = pairReader(state);
  return {
    classCount,
    readColumn(index, into) {
      for (let i = 0; i < classCount; i++) into[i] = covariance(i, index);
    },
  };
}

/**
 * Computes the covariance of a pair: two groups of rows, full and top-k, each about its own mean, joined by Chan's
 * formula.
 */
function pairReader(state: CovarianceState): (i: number, j: number) => number {
  const { denseRows, denseMean, topKRows, topKSum, products } = state;
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

/** Bounds the relative error of a float64 sum of this many equal products: a random walk, with a margin. */
function rounding(rows: number): number {
  return Number.EPSILON * (4 + Math.sqrt(rows));
}
