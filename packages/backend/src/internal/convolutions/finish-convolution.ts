import type { SimdKernels } from "../wasm/simd-kernels.ts";

/** The last part of a convolution, after the sums: a bias per channel (its byte offset, 0 for none), and a relu. */
export interface Finish {
  readonly bias: number;
  readonly isRelu: boolean;
}

/** `y ← relu?(y + bias)` in place, for `rows` pixels of `columns` channels. */
export function finishConvolution(
  kernels: SimdKernels,
  { bias, isRelu }: Finish,
  y: number,
  rows: number,
  columns: number,
): void {
  if (bias !== 0) kernels.addBias(y, bias, rows, columns, isRelu);
  else if (isRelu) kernels.reluGradient(y, y, y, rows * columns);
}
