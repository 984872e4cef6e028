import process from "node:process";
import * as tf from "@tensorflow/tfjs-core";
import { loadOneDnn } from "../src/internal/onednn/load-one-dnn.ts";
import { useConvolutions } from "../src/internal/onednn/native-convolutions.ts";
import { type NativeBlas, useBlas } from "../src/internal/products/multiply.ts";
import type { WasmBackend } from "../src/internal/wasm/wasm-backend.ts";

/** Products in a plain loop: it stands for a native library, and the kernels take the way that they take with one. */
export const PLAIN_BLAS: NativeBlas = {
  multiply: (memory, { transposeA, transposeB, rows, columns, inner, a, b, c, beta = 0 }) => {
    const [left, right] = [new Float32Array(memory, a), new Float32Array(memory, b)];
    const result = new Float32Array(memory, c, rows * columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let p = 0; p < inner; p++) {
          const x = left[transposeA ? p * rows + i : i * inner + p]!;
          sum += x * right[transposeB ? j * inner + p : p * columns + j]!;
        }
        result[i * columns + j] = sum + (beta === 0 ? 0 : beta * result[i * columns + j]!);
      }
    }
  },
};

/** oneDNN where this machine has it; that it convolves rightly is what the tests find out. */
const ONE_DNN = loadOneDnn(process);

/**
 * Runs `check` on wasm with our own products, as if there were a native BLAS, and with oneDNN's convolutions where the machine
 * has them.
 */
export async function withNativeLibraries(check: () => Promise<void>): Promise<void> {
  await check();
  await tf.setBackend("wasm");
  const backend = tf.backend() as unknown as WasmBackend;
  const before = useBlas(backend, PLAIN_BLAS);
  try {
    await check();
  } finally {
    useBlas(backend, before);
  }
  if (ONE_DNN === undefined) return;
  useConvolutions(backend, ONE_DNN, 1);
  try {
    await check();
  } finally {
    useConvolutions(backend, undefined);
  }
}
