import type { ClassSimilarity } from "../class-similarity.ts";

/** One point per class, read one at a time so that they need not be in memory together. */
export interface Points {
  readonly count: number;
  readonly dimensions: number;
  read(index: number, into: Float64Array): void;
}

/** Represents each class as its column of length 1, with its largest other entry in place of the diagonal. */
export function columnPoints({ classCount, readColumn }: ClassSimilarity): Points {
  return {
    count: classCount,
    dimensions: classCount,
    read(index, into) {
      readColumn(index, into);
      let largest = 0;
      for (let i = 0; i < classCount; i++) if (i !== index && into[i]! > largest) largest = into[i]!;
      into[index] = largest;
      scaleToOne(into);
    },
  };
}

/** Scales a point to length 1; a point at 0 stays there. */
export function scaleToOne(point: Float64Array): void {
  let largest = 0;
  for (let d = 0; d < point.length; d++) largest = Math.max(largest, Math.abs(point[d]!));
  if (largest === 0) return;
  // Scaled by the largest entry first, so that no square is too small for float64.
  let square = 0;
  for (let d = 0; d < point.length; d++) {
    point[d]! /= largest;
    square += point[d]! ** 2;
  }
  for (let d = 0; d < point.length; d++) point[d]! /= Math.sqrt(square);
}
