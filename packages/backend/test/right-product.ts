import type { Product } from "../src/internal/products/multiply.ts";

/** `op(A)·op(B) + beta·C` in float64, by its definition. */
export function rightProduct(
  { transposeA, transposeB, rows, columns, inner, beta = 0 }: Omit<Product, "a" | "b" | "c">,
  a: Float32Array,
  b: Float32Array,
  before: Float32Array,
): Float64Array {
  return Float64Array.from(before, (start, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    let sum = beta === 0 ? 0 : beta * start;
    for (let p = 0; p < inner; p++) {
      sum +=
        a[transposeA ? p * rows + row : row * inner + p]! * b[transposeB ? column * inner + p : p * columns + column]!;
    }
    return sum;
  });
}
