import { assertOptions } from "@dark-knowledge/core";
import type { OnnxRuntime } from "./internal/onnx-runtime.ts";
import { type OpenedOnnx, openSession } from "./internal/open-session.ts";

/** Options of {@link openOnnx}. */
export interface OpenOnnxOptions {
  /** `onnxruntime-node`, or `onnxruntime-web`, as it is imported. */
  readonly runtime: OnnxRuntime;
}

/**
 * Opens a file that `exportOnnx` wrote in an ONNX runtime, to run it on tensors.
 *
 * @param bytes the file
 * @returns the opened file, which the caller closes
 * @throws ArgumentError when an option is unknown or missing
 * @throws Error when the runtime cannot load the file
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { exportOnnx, openOnnx } from "@dark-knowledge/export";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import * as runtime from "onnxruntime-web";
 *
 * const kernel = tf.tensor2d([[2], [3]]);
 * const net = sequential({ layers: [layers.dense({ units: 1, useBias: false, inputShape: [2], weights: [kernel] })] });
 * const file = await openOnnx(await exportOnnx(net), { runtime });
 * const [output] = await file.run([tf.tensor2d([[1, 1], [1, 2]])]);
 * output!.data; // => Float32Array.of(5, 8)
 * await file.close();
 * ```
 */
export async function openOnnx(bytes: Uint8Array, options: OpenOnnxOptions): Promise<OpenedOnnx> {
  assertOptions<OpenOnnxOptions>("openOnnx", options, { runtime: true });
  return openSession("openOnnx", bytes, options.runtime);
}
