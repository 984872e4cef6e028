import type * as tf from "@tensorflow/tfjs-core";
import { simdKernels } from "../wasm/simd-kernels.ts";
import { floatsOf, offsetOf, sizeOf, type WasmBackend, type WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Adds a bias, one number for each element of the last axis, in one pass.
 *
 * The stock kernel walks through every broadcast element by element with its coordinates, at 10 ns each. All other additions
 * are left to it.
 */
export const addRepair: WasmRepair = {
  kernelName: "Add",
  create: (stock) => (args) => {
    const { a, b } = args.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    if (isBias(b, a)) return withBias(args.backend, a, b);
    if (isBias(a, b)) return withBias(args.backend, b, a);
    return stock("Add")(args);
  },
};

function isBias(bias: tf.TensorInfo, x: tf.TensorInfo): boolean {
  const isFloat = bias.dtype === "float32" && x.dtype === "float32";
  const columns = x.shape.at(-1) ?? 0;
  return isFloat && x.shape.length > 1 && bias.shape.length === 1 && bias.shape[0] === columns && columns > 0;
}

function withBias(backend: WasmBackend, x: tf.TensorInfo, bias: tf.TensorInfo): tf.TensorInfo {
  const output = backend.makeOutput(x.shape, "float32");
  const columns = bias.shape[0]!;
  floatsOf(backend, output).set(floatsOf(backend, x));
  simdKernels(backend).addBias(
    offsetOf(backend, output),
    offsetOf(backend, bias),
    sizeOf(x.shape) / columns,
    columns,
    false,
  );
  return output;
}
