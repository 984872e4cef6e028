import { ArgumentError, assertOneOf, formatShape } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { assertTensors } from "./internal/assert-tensors.ts";
import {
  type Operation,
  type OperationArguments,
  registerOperation,
} from "./internal/operations/register-operation.ts";
import { reluGradient } from "./internal/operations/relu-gradient.ts";

/** The activation of a {@link fusedDense} layer. */
export type DenseActivation = "linear" | "relu";

const ACTIVATIONS: readonly DenseActivation[] = ["linear", "relu"];

/**
 * A dense layer as one operation: `activation(x · weights + bias)`.
 *
 * tfjs fuses these three in inference only; while gradients are recorded it runs them one by one, and the gradient of the
 * relu as another three. Here both directions are fused, on every backend: forward it is one kernel, backward one for the
 * relu, one for the bias and one product for each of `x` and `weights` that is differentiated.
 *
 * @param x `[batch, inputs]`, float32
 * @param weights `[inputs, units]`, float32
 * @param bias `[units]`, float32
 * @returns `[batch, units]`, a new tensor that the caller owns
 * @throws ArgumentError when the shapes do not fit, or the activation is another one
 *
 * @example
 * ```ts
 * import { fusedDense, selectBackend } from "@dark-knowledge/backend";
 * import * as tf from "@tensorflow/tfjs-core";
 * import "@tensorflow/tfjs-layers";
 *
 * await selectBackend();
 * const x = tf.tensor2d([[1, 2]]);
 * const weights = tf.tensor2d([[1, -1], [1, -1]]);
 * const bias = tf.tensor1d([0.5, 0.5]);
 * await fusedDense(x, weights, bias, "relu").data(); // => Float32Array.of(3.5, 0)
 * const slope = tf.grad((w) => tf.sum(fusedDense(x, w as tf.Tensor2D, bias, "relu")))(weights);
 * await slope.data(); // => Float32Array.of(1, 0, 2, 0)
 * ```
 */
export function fusedDense(
  x: tf.Tensor2D,
  weights: tf.Tensor2D,
  bias: tf.Tensor1D,
  activation: DenseActivation = "linear",
): tf.Tensor2D {
  assertOneOf("fusedDense", "activation", activation, ACTIVATIONS);
  assertTensors("fusedDense", { x, weights, bias });
  assertFit("weights", weights, [x.shape[1], weights.shape[1] ?? Number.NaN], "as x");
  assertFit("bias", bias, [weights.shape[1]], "as weights");
  registerOperation(FUSED_DENSE);
  return tf.engine().runKernel(FUSED_DENSE.kernelName, { x, weights, bias }, { activation }) as unknown as tf.Tensor2D;
}

function assertFit(argument: string, tensor: tf.Tensor, expected: readonly number[], source: string): void {
  if (tensor.shape.length === expected.length && expected.every((size, axis) => size === tensor.shape[axis])) return;
  throw new ArgumentError({
    functionName: "fusedDense",
    argument,
    expected: `must have shape ${formatShape(expected)} (${source})`,
    received: formatShape(tensor.shape),
    code: "shape",
  });
}

/** Every backend has the kernel below; `tf.fused.matMul` does not call it while gradients are recorded. */
function forward({ inputs, attrs, backend }: OperationArguments): tf.TensorInfo {
  const backendName = tf.getBackend();
  const { kernelFunc } = tf.getKernel("_FusedMatMul", backendName);
  // It is written for stacks of matrices; only TensorFlow knows a tensor's shape itself and takes plain ones.
  const isPlain = backendName === "tensorflow";
  const stacked = (x: tf.TensorInfo) => (isPlain ? x : { dataId: x.dataId, dtype: x.dtype, shape: [1, ...x.shape] });
  const output = kernelFunc({
    inputs: { a: stacked(inputs.x!), b: stacked(inputs.weights!), bias: inputs.bias! },
    attrs: { transposeA: false, transposeB: false, ...attrs },
    backend,
  }) as tf.TensorInfo;
  return isPlain ? output : { dataId: output.dataId, dtype: output.dtype, shape: output.shape.slice(1) };
}

function backward(dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[], { activation }: tf.NamedAttrMap) {
  const [x, weights, y] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const upstream = dy as tf.Tensor;
  const dz = (activation === "relu" ? reluGradient(upstream, y) : upstream) as tf.Tensor2D;
  return {
    x: () => tf.matMul(dz, weights, false, true),
    weights: () => tf.matMul(x, dz, true, false),
    bias: () => tf.sum(dz, 0),
  };
}

const FUSED_DENSE: Operation = {
  kernelName: "FusedDense",
  forward,
  gradient: { inputsToSave: ["x", "weights"], outputsToSave: [true], gradFunc: backward },
};
