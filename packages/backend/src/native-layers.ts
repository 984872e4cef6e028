import type { NativeLayers } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import type { LoadedOneDnn } from "./internal/onednn/load-one-dnn.ts";
import { blasOf } from "./internal/products/multiply.ts";
import type { WasmBackend } from "./internal/wasm/wasm-backend.ts";

/**
 * The native library under the current backend, for layers whose weights do not change any more: `compileModel` of `@dark-knowledge/runtime` takes it as `native`. Weights are packed
 * once and kept, where a backend of TensorFlow.js packs them for each product.
 *
 * @returns undefined unless the backend is `wasm-blas` of {@link selectBackend} and computes with oneDNN, which it does on Linux with an x86 processor where that is installed
 *
 * @example
 * ```ts
 * import { nativeLayers, selectBackend } from "@dark-knowledge/backend";
 * import { artifactsOf, compileModel } from "@dark-knowledge/runtime";
 * import { createMlp } from "@dark-knowledge/training";
 *
 * await selectBackend();
 * const student = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [30, 30], classCount: 10, seed: 1 });
 * const net = compileModel(await artifactsOf(student), { native: nativeLayers() });
 * net.predict(new Float32Array(64 * 784)).length; // => 640
 * net.dispose();
 * ```
 */
export function nativeLayers(): NativeLayers | undefined {
  if (tf.getBackend() !== "wasm") return undefined;
  const blas = blasOf(tf.backend() as unknown as WasmBackend) as Partial<LoadedOneDnn> | undefined;
  return blas?.layers;
}
