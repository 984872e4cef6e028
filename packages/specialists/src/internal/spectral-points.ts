import { createRandom, deriveSeed } from "@dark-knowledge/core";
import type { ClassSimilarity } from "../class-similarity.ts";
import { type Points, scaleToOne } from "./column-points.ts";
import { leadingEigenvectors } from "./leading-eigenvectors.ts";

/**
 * Represents each class as its row of the leading eigenvectors of `D^(−1/2) W D^(−1/2)`, of length 1. W is the
 * similarity without its diagonal and its negative entries, D the sums of its rows.
 */
export function spectralPoints({ classCount, readColumn }: ClassSimilarity, clusters: number, seed: number): Points {
  const column = new Float64Array(classCount);
  function readAffinities(index: number): void {
    readColumn(index, column);
    for (let i = 0; i < classCount; i++) column[i] = i === index ? 0 : Math.max(0, column[i]!);
  }
  const scale = Float64Array.from({ length: classCount }, (_, index) => {
    readAffinities(index);
    const degree = column.reduce((sum, affinity) => sum + affinity, 0);
    return degree > 0 ? 1 / Math.sqrt(degree) : 0;
  });
  function read(index: number, into: Float64Array): void {
    readAffinities(index);
    for (let i = 0; i < classCount; i++) into[i] = column[i]! * scale[i]! * scale[index]!;
  }
  const random = createRandom(deriveSeed(seed, "eigenvectors"));
  const vectors = leadingEigenvectors({ size: classCount, read }, clusters, random);
  return {
    count: classCount,
    dimensions: clusters,
    read(index, into) {
      for (let c = 0; c < clusters; c++) into[c] = vectors[c]![index]!;
      scaleToOne(into);
    },
  };
}
