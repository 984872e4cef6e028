import * as tf from "@tensorflow/tfjs-core";
import { hasBlas, threadsOf } from "./internal/products/multiply.ts";
import type { WasmBackend } from "./internal/wasm/wasm-backend.ts";

/**
 * Whether the current backend of TensorFlow.js is WebAssembly alone: neither a native library nor threads multiply. A plan of `compileModel` of `@dark-knowledge/runtime`
 * computes on one thread too, and packs its weights once, so that it is faster there for any number of examples.
 *
 * @returns false on every other backend, on `wasm-blas`, and with threads
 *
 * @example
 * ```ts
 * import { isPlainWasm, selectBackend } from "@dark-knowledge/backend";
 *
 * await selectBackend({ prefer: ["wasm"], threads: 1 });
 * isPlainWasm(); // => true
 * await selectBackend({ prefer: ["cpu"] });
 * isPlainWasm(); // => false
 * ```
 */
export function isPlainWasm(): boolean {
  if (tf.getBackend() !== "wasm") return false;
  const backend = tf.backend() as unknown as WasmBackend;
  return !hasBlas(backend) && threadsOf(backend) === undefined;
}
