import { maskNegatives } from "../wasm/mask-negatives.ts";
import { simdKernels } from "../wasm/simd-kernels.ts";
import type { WasmBackend } from "../wasm/wasm-backend.ts";

/** The last part of a convolution, after the sums: a bias per channel (its byte offset, 0 for none), and a relu. */
export interface Finish {
  readonly bias: number;
  readonly isRelu: boolean;
}

/** `y ← relu?(y + bias)` in place, for `rows` pixels of `columns` channels. */
export function finishConvolution(
  backend: WasmBackend,
  { bias, isRelu }: Finish,
  y: number,
  rows: number,
  columns: number,
): void {
  if (bias !== 0) simdKernels(backend).addBias(y, bias, rows, columns, isRelu);
  else if (isRelu) maskNegatives(backend, y, y, y, rows * columns);
}
