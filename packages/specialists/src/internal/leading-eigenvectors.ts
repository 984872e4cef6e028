import type { Random } from "@dark-knowledge/core";
import { symmetricEigen } from "./symmetric-eigen.ts";

/** A symmetric matrix with eigenvalues from −1 to 1, read by column. */
export interface ColumnMatrix {
  readonly size: number;
  read(index: number, into: Float64Array): void;
}

const MAX_ITERATIONS = 200;
/** The tolerance of eigenvalues; clusters do not depend on more digits. */
const TOLERANCE = 1e-7;

/**
 * Finds orthonormal eigenvectors of the largest eigenvalues, in descending order: iteration of a random subspace with a
 * Rayleigh–Ritz step. Unlike finding one vector at a time, it finds all vectors of repeated eigenvalues, and it needs
 * only products with the matrix. A few extra vectors make it converge sooner.
 */
export function leadingEigenvectors(matrix: ColumnMatrix, count: number, random: Random): Float64Array[] {
  const { size } = matrix;
  const width = Math.min(size, count + 8);
  let vectors: Float64Array[] = Array.from({ length: width }, () =>
    Float64Array.from({ length: size }, () => random.normal()),
  );
  orthonormalise(vectors, random);
  let before: Float64Array = new Float64Array(count).fill(Infinity);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    // (I + M)/2 has the same vectors and no negative eigenvalue, so that a large negative eigenvalue does not count as
    // leading.
    const images = multiply(matrix, vectors);
    const small = new Float64Array(width * width);
    for (let a = 0; a < width; a++) {
      for (let b = 0; b <= a; b++) {
        small[a * width + b] = dot(vectors[a]!, images[b]!);
        small[b * width + a] = small[a * width + b]!;
      }
    }
    const { values, rotation } = symmetricEigen(small, width);
    vectors = rotate(images, rotation);
    orthonormalise(vectors, random);
    const change = before.reduce((most, value, c) => Math.max(most, Math.abs(value - values[c]!)), 0);
    before = values.slice(0, count);
    if (change < TOLERANCE) break;
  }
  return vectors.slice(0, count);
}

function multiply({ size, read }: ColumnMatrix, vectors: readonly Float64Array[]): Float64Array[] {
  const images = vectors.map((vector) => vector.map((value) => value / 2));
  const column = new Float64Array(size);
  for (let index = 0; index < size; index++) {
    read(index, column);
    vectors.forEach((vector, a) => {
      images[a]![index]! += dot(column, vector) / 2;
    });
  }
  return images;
}

/** Column a of the result is `Σ_b vectors[b] · rotation[b, a]`. */
function rotate(vectors: readonly Float64Array[], rotation: Float64Array): Float64Array[] {
  const width = vectors.length;
  return vectors.map((_, a) => {
    const rotated = new Float64Array(vectors[0]!.length);
    vectors.forEach((vector, b) => {
      const factor = rotation[b * width + a]!;
      for (let i = 0; i < rotated.length; i++) rotated[i]! += factor * vector[i]!;
    });
    return rotated;
  });
}

/** Orthonormalises by Gram–Schmidt, twice, which is enough for float64; a vector that vanishes is drawn again. */
function orthonormalise(vectors: readonly Float64Array[], random: Random): void {
  vectors.forEach((vector, a) => {
    for (let attempt = 0; attempt < 3; attempt++) {
      const length = Math.sqrt(dot(vector, vector));
      for (let time = 0; time < 2; time++) {
        for (const other of vectors.slice(0, a)) {
          const overlap = dot(other, vector);
          for (let i = 0; i < vector.length; i++) vector[i]! -= overlap * other[i]!;
        }
      }
      const left = Math.sqrt(dot(vector, vector));
      if (left > 1e-12 * length) {
        for (let i = 0; i < vector.length; i++) vector[i]! /= left;
        return;
      }
      for (let i = 0; i < vector.length; i++) vector[i] = random.normal();
    }
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
