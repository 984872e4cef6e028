import * as tf from "@tensorflow/tfjs-core";
import { computeInParts, LINE } from "../threads/compute-in-parts.ts";
import { floatsOf, offsetOf, sizeOf, type WasmBackend } from "./wasm-backend.ts";

/** Of so many floats on, threads save more than they are told for: a twentieth of a millisecond. */
const LARGE_UPDATE = 65_536;

/**
 * Changes variables by a kernel on their memory, if tfjs computes on the repaired wasm backend; large ones part by part on its threads, if it has some.
 *
 * @param kernel takes the offsets of the variables and of the gradient, the number of floats, and the settings
 * @returns whether it did
 */
export function updateInPlace(
  variables: readonly tf.Variable[],
  gradient: tf.Tensor,
  kernel: "gradientStep" | "momentumStep" | "adamStep",
  settings: readonly (number | boolean)[],
): boolean {
  // One of our own kernels: there when the backend is repaired.
  if (tf.getBackend() !== "wasm" || tf.getKernel("ReluGrad", "wasm") === undefined) return false;
  const backend = tf.backend() as unknown as WasmBackend;
  for (const variable of variables) makeSoleOwner(backend, variable);
  const offsets = [...variables, gradient].map((tensor) => offsetOf(backend, tensor));
  const count = sizeOf(gradient.shape);
  const range = { count, grain: LINE, isLarge: count >= LARGE_UPDATE };
  computeInParts(backend, kernel, range, (from, size) => {
    return [...offsets.map((offset) => offset + 4 * from), size, ...settings];
  });
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
