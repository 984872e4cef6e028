import type * as tf from "@tensorflow/tfjs-core";
import { type StockKernels, type WasmBackend, wordsOf } from "./wasm-backend.ts";

/**
 * Transposes a row-major matrix of 32-bit elements into a new tensor of shape `[columns, rows]`.
 *
 * The stock kernel reads row by row and scatters down a column, `4·rows` bytes apart. When that stride is a multiple of
 * 512 bytes, the column falls into few sets of the first-level cache and the kernel slows down: from 0.7 ns per element to
 * 1.3 for 128 rows and 8 for 1024. The loop below moves eight rows at once, at 0.8 ns for any number of rows.
 */
export function transposeMatrix(
  backend: WasmBackend,
  stock: StockKernels,
  matrix: tf.TensorInfo,
  [rows, columns]: readonly [number, number],
): tf.TensorInfo {
  const x: tf.TensorInfo = { dataId: matrix.dataId, dtype: matrix.dtype, shape: [rows, columns] };
  if (rows % 128 !== 0 || columns < 8) {
    return stock("Transpose")({ inputs: { x }, backend, attrs: { perm: [1, 0] } });
  }
  const output = backend.makeOutput([columns, rows], matrix.dtype);
  transposeWords(wordsOf(backend, x), wordsOf(backend, output), rows, columns);
  return output;
}

/** `rows` must be a multiple of eight. */
function transposeWords(from: Int32Array, to: Int32Array, rows: number, columns: number): void {
  for (let row = 0; row < rows; row += 8) {
    const a = row * columns;
    const b = a + columns;
    const c = b + columns;
    const d = c + columns;
    const e = d + columns;
    const f = e + columns;
    const g = f + columns;
    const h = g + columns;
    for (let column = 0, out = row; column < columns; column++, out += rows) {
      to[out] = from[a + column]!;
      to[out + 1] = from[b + column]!;
      to[out + 2] = from[c + column]!;
      to[out + 3] = from[d + column]!;
      to[out + 4] = from[e + column]!;
      to[out + 5] = from[f + column]!;
      to[out + 6] = from[g + column]!;
      to[out + 7] = from[h + column]!;
    }
  }
}
