import * as tf from "@tensorflow/tfjs-core";
import { type SimdKernels, simdKernels } from "./simd-kernels.ts";
import { floatsOf, offsetOf, sizeOf, type WasmBackend } from "./wasm-backend.ts";

/**
 * Runs `update` on the memory of the variables, if tfjs computes on the repaired wasm backend.
 *
 * @param update gets the variables' offsets, the gradient's and the number of floats
 * @returns whether it ran
 */
export function updateInPlace(
  variables: readonly tf.Variable[],
  gradient: tf.Tensor,
  update: (kernels: SimdKernels, offsets: readonly number[], gradient: number, count: number) => void,
): boolean {
  // One of our own kernels: there when the backend is repaired.
  if (tf.getBackend() !== "wasm" || tf.getKernel("ReluGrad", "wasm") === undefined) return false;
  const backend = tf.backend() as unknown as WasmBackend;
  for (const variable of variables) makeSoleOwner(backend, variable);
  const offsets = variables.map((variable) => offsetOf(backend, variable));
  update(simdKernels(backend), offsets, offsetOf(backend, gradient), sizeOf(gradient.shape));
  for (const variable of variables) giveNewId(backend, variable);
  return true;
}

/**
 * Tensors are immutable: if a clone shares the variable's memory, the clone keeps the memory and the variable gets a
 * copy.
 */
function makeSoleOwner(backend: WasmBackend, variable: tf.Variable): void {
  if (backend.refCount(variable.dataId) === 1) return;
  const copy = backend.makeOutput(variable.shape, "float32");
  floatsOf(backend, copy).set(floatsOf(backend, variable));
  const tensor = tf.engine().makeTensorFromTensorInfo(copy);
  variable.assign(tensor);
  tensor.dispose();
}

/** XNNPACK keeps what it packed of a tensor under the tensor's number; under a new one it packs the new values. */
function giveNewId(backend: WasmBackend, { dataId }: tf.Tensor): void {
  const tensor = backend.dataIdMap.get(dataId);
  backend.wasm.tfjs.disposeData(tensor.id);
  tensor.id = backend.dataIdNextNumber++;
  backend.wasm.tfjs.registerTensor(tensor.id, sizeOf(tensor.shape), tensor.memoryOffset);
}
