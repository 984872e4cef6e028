import { withScratch } from "../wasm/scratch.ts";
import { simdKernels } from "../wasm/simd-kernels.ts";
import { bufferOf, type WasmBackend } from "../wasm/wasm-backend.ts";
import type { NativeBlas, Product } from "./multiply.ts";

/** From so many terms of a sum on, what is saved is more than turning the result costs. */
const LONG = 1024;

/**
 * Lets a library compute `A·Bᵀ` with a larger B as the transpose of `B·Aᵀ`, so that it transposes the smaller matrix.
 *
 * The gradient of a dense layer's input is such a product. With sums of 1,200 and 10,000 terms, batches of 128 and 64, and 1,200 and 512
 * columns, oneDNN 2.6 takes 1.5 and 1.7 times as long the other way around.
 */
export function transposeSmaller<Library extends NativeBlas>(backend: WasmBackend, library: Library): Library {
  return {
    ...library,
    multiply(memory: ArrayBufferLike, product: Product) {
      if (!isLargerTransposed(product)) return library.multiply(memory, product);
      const { rows, columns, a, b, c } = product;
      withScratch(backend, [rows * columns], (turned = 0) => {
        const other = { ...product, rows: columns, columns: rows, a: b, b: a, c: turned };
        // The memory moves when it grows for the scratch.
        library.multiply(bufferOf(backend), other);
        simdKernels(backend).transpose(turned, c, columns, rows);
      });
    },
  };
}

function isLargerTransposed({ transposeA, transposeB, rows, columns, inner, beta = 0 }: Product): boolean {
  return !transposeA && transposeB && columns > rows && inner >= LONG && beta === 0;
}
