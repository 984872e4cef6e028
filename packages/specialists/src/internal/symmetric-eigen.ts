/**
 * The eigenvalues of a small symmetric matrix in descending order, and the eigenvectors as the columns of `rotation`.
 */
export interface Eigen {
  readonly values: Float64Array;
  readonly rotation: Float64Array;
}

const MAX_SWEEPS = 50;

/** Jacobi's cyclic method: rotates pairs of rows, one after another, until only the diagonal is left. */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  const a = matrix.slice();
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  const norm = Math.sqrt(a.reduce((sum, value) => sum + value * value, 0));
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let rest = 0;
    for (let p = 0; p < size; p++) {
      for (let q = 0; q < p; q++) {
        const off = a[p * size + q]!;
        rest = Math.max(rest, Math.abs(off));
        if (Math.abs(off) <= 1e-17 * norm) continue;
        const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * off);
        const tangent = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        rotatePair(a, vectors, size, p, q, tangent);
      }
    }
    if (rest <= 1e-15 * norm) break;
  }
  const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => a[j * size + j]! - a[i * size + i]! || i - j);
  const rotation = new Float64Array(size * size);
  order.forEach((from, to) => {
    for (let i = 0; i < size; i++) rotation[i * size + to] = vectors[i * size + from]!;
  });
  return { values: Float64Array.from(order, (i) => a[i * size + i]!), rotation };
}

function rotatePair(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number, tangent: number): void {
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (let i = 0; i < size; i++) turn(a, i * size + p, i * size + q, cosine, sine);
  for (let i = 0; i < size; i++) turn(a, p * size + i, q * size + i, cosine, sine);
  for (let i = 0; i < size; i++) turn(vectors, i * size + p, i * size + q, cosine, sine);
}

function turn(data: Float64Array, first: number, second: number, cosine: number, sine: number): void {
  const [x, y] = [data[first]!, data[second]!];
  data[first] = cosine * x - sine * y;
  data[second] = sine * x + cosine * y;
}
