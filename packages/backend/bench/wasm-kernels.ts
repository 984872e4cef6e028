import { version_wasm } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import type { BenchOptions } from "vitest";
import { repairWasm, restoreWasm } from "../src/repair-wasm.ts";

// For the inputs, which are made when a bench file is loaded; what runs before the first bench sets the cpu backend.
await tf.setBackend("wasm");

/** Both states of the wasm backend, as options of a bench. */
export const STATES: readonly (readonly [name: string, options: BenchOptions])[] = [
  ["stock wasm", { setup: useStock, time: 1000, iterations: 5, warmupIterations: 2 }],
  ["repaired wasm", { setup: useRepaired, time: 1000, iterations: 5, warmupIterations: 2 }],
];

async function useStock(): Promise<void> {
  await tf.setBackend("wasm");
  restoreWasm();
}

async function useRepaired(): Promise<void> {
  await tf.setBackend("wasm");
  repairWasm({ wasmVersion: version_wasm });
}

/** A matrix of numbers between −1 and 1, the same every time. */
export function matrix(rows: number, columns: number, scale = 1): tf.Tensor2D {
  const values = Float32Array.from({ length: rows * columns }, (_, index) => scale * Math.sin(index * 12.9898));
  return tf.tensor2d(values, [rows, columns]);
}
