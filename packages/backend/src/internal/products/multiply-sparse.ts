import { simdKernels } from "../wasm/simd-kernels.ts";
import { bufferOf, type WasmBackend } from "../wasm/wasm-backend.ts";
import type { Product } from "./product.ts";

/** Shorter axes are multiplied as they are: looking for zeros would cost as much. */
const LEAST_FEATURES = 1024;
/** The largest share of numbers other than zero for which going from one to the next is faster than a dense product. */
const MOST_DENSE = 1 / 32;

/**
 * Multiplies where the left factor is a batch of bags of words, or its transpose: long rows with few numbers that are not zero. It does
 * nothing and returns false for other factors.
 *
 * Of a batch of sentences as 8,192 hashed features, half a percent is not zero; a dense product would spend the rest of its time on
 * multiplying by zero.
 */
export function multiplySparse(backend: WasmBackend, product: Product): boolean {
  const { transposeA, transposeB, rows, columns, inner, beta = 0 } = product;
  const [batch, width] = transposeA ? [inner, rows] : [rows, inner];
  if (transposeB || width < LEAST_FEATURES) return false;
  const buffer = bufferOf(backend);
  const a = new Float32Array(buffer, product.a, batch * width);
  const places = placesOf(a, width);
  if (places === undefined) return false;
  const c = new Float32Array(buffer, product.c, rows * columns);
  if (beta === 0) c.fill(0);
  else for (let at = 0; at < c.length; at++) c[at]! *= beta;
  const { gradientStep } = simdKernels(backend);
  const bytes = 4 * columns;
  for (const place of places) {
    const row = Math.floor(place / width);
    const feature = place - row * width;
    // A row of C goes down the slope that is a row of B.
    const [from, to] = transposeA ? [row, feature] : [feature, row];
    gradientStep(product.c + to * bytes, product.b + from * bytes, columns, -a[place]!, 0);
  }
  return true;
}

/** Where the numbers other than zero are; undefined as soon as there are too many. */
function placesOf(a: Float32Array, width: number): readonly number[] | undefined {
  const places: number[] = [];
  for (let row = 0; row < a.length; row += width) {
    for (let at = row; at < row + width; at++) if (a[at] !== 0) places.push(at);
    if (places.length > MOST_DENSE * (row + width)) return undefined;
  }
  return places;
}
