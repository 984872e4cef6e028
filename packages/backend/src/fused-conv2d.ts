import {
  ArgumentError,
  assertArray,
  assertInteger,
  assertOneOf,
  assertOptions,
  assertShape,
  formatShape,
  type OptionNames,
} from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import type { DenseActivation } from "./fused-dense.ts";
import { assertTensors } from "./internal/assert-tensors.ts";
import {
  type Operation,
  type OperationArguments,
  registerOperation,
} from "./internal/operations/register-operation.ts";
import { reluGradient } from "./internal/operations/relu-gradient.ts";

/** Options of {@link fusedConv2d}. */
export interface FusedConv2dOptions {
  /** How far the filter moves down and across. Default: 1. */
  readonly strides?: number | readonly [down: number, across: number];
  /** Whether the output has the size of the input (over the strides), with a margin of zeros. Default: `"valid"`. */
  readonly pad?: "same" | "valid";
  /** Default: `"linear"`. */
  readonly activation?: DenseActivation;
}

const OPTIONS: OptionNames<FusedConv2dOptions> = { strides: true, pad: true, activation: true };

/**
 * A convolutional layer as one operation: `activation(x ⊛ filter + bias)`.
 *
 * tfjs fuses these three in inference only; while gradients are recorded it runs them one by one, and the gradient of the
 * relu as another three. Here both directions are fused, on every backend: forward it is one kernel, backward one for the
 * relu, one for the bias and one convolution for each of `x` and `filter` that is differentiated. On wasm the
 * gradient needs the repairs.
 *
 * @param x `[batch, height, width, channels]`, float32
 * @param filter `[filterHeight, filterWidth, channels, outputs]`, float32
 * @param bias `[outputs]`, float32
 * @returns `[batch, outHeight, outWidth, outputs]`, a new tensor that the caller owns
 * @throws ArgumentError when the shapes do not fit, or an option is another one or unknown
 *
 * @example
 * ```ts
 * import { fusedConv2d, selectBackend } from "@dark-knowledge/backend";
 * import * as tf from "@tensorflow/tfjs-core";
 * import "@tensorflow/tfjs-layers";
 *
 * await selectBackend();
 * const x = tf.tensor4d([1, 2, -5], [1, 1, 3, 1]);
 * const filter = tf.tensor4d([1, 1], [1, 2, 1, 1]);
 * const bias = tf.tensor1d([0.5]);
 * await fusedConv2d(x, filter, bias, { activation: "relu" }).data(); // => Float32Array.of(3.5, 0)
 * const slope = tf.grad((w) => tf.sum(fusedConv2d(x, w as tf.Tensor4D, bias, { activation: "relu" })))(filter);
 * await slope.data(); // => Float32Array.of(1, 2)
 * ```
 */
export function fusedConv2d(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor1D,
  options: FusedConv2dOptions = {},
): tf.Tensor4D {
  assertOptions("fusedConv2d", options, OPTIONS);
  const { strides = 1, pad = "valid", activation = "linear" } = options;
  assertOneOf("fusedConv2d", "activation", activation, ["linear", "relu"]);
  assertOneOf("fusedConv2d", "pad", pad, ["same", "valid"]);
  assertTensors("fusedConv2d", { x, filter, bias });
  const steps = typeof strides === "number" ? [strides, strides] : strides;
  assertSteps(steps);
  const [height = Number.NaN, width = Number.NaN, , outputs = Number.NaN] = filter.shape;
  assertFit("filter", filter, [height, width, x.shape[3], outputs], "as x");
  assertFit("bias", bias, [outputs], "as filter");
  registerOperation(FUSED_CONV2D);
  const attributes = { strides: [...steps], pad, activation };
  return tf.engine().runKernel(FUSED_CONV2D.kernelName, { x, filter, bias }, attributes) as unknown as tf.Tensor4D;
}

/** One for each direction. */
function assertSteps(steps: readonly number[]): void {
  assertArray("fusedConv2d", "strides", steps, "Array");
  assertShape("fusedConv2d", "strides", [steps.length], [2]);
  for (const step of steps) assertInteger("fusedConv2d", "strides", step, { min: 1 });
}

function assertFit(argument: string, tensor: tf.Tensor, expected: readonly number[], source: string): void {
  if (tensor.shape.length === expected.length && expected.every((size, axis) => size === tensor.shape[axis])) return;
  throw new ArgumentError({
    functionName: "fusedConv2d",
    argument,
    expected: `must have shape ${formatShape(expected)} (${source})`,
    received: formatShape(tensor.shape),
    code: "shape",
  });
}

/** Every backend has the kernel below; `tf.fused.conv2d` does not call it while gradients are recorded with a relu. */
function forward({ inputs, attrs, backend }: OperationArguments): tf.TensorInfo {
  const { kernelFunc } = tf.getKernel("FusedConv2D", tf.getBackend());
  return kernelFunc({ inputs, attrs: { ...attrs, dataFormat: "NHWC", dilations: [1, 1] }, backend }) as tf.TensorInfo;
}

function backward(dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[], attributes: tf.NamedAttrMap) {
  const [x, filter, y] = saved as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
  const upstream = dy as tf.Tensor;
  const dz = attributes.activation === "relu" ? reluGradient(upstream, y) : upstream;
  const { strides, pad } = attributes as { strides: number[]; pad: string };
  const geometry = { strides, pad, dataFormat: "NHWC" };
  const run = (kernelName: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap) =>
    tf.engine().runKernel(kernelName, inputs, { ...geometry, ...attrs }) as tf.Tensor;
  return {
    x: () => run("Conv2DBackpropInput", { dy: dz, filter }, { inputShape: x.shape }),
    filter: () => run("Conv2DBackpropFilter", { x, dy: dz }, { filterShape: filter.shape }),
    bias: () => tf.sum(dz, [0, 1, 2]),
  };
}

const FUSED_CONV2D: Operation = {
  kernelName: "FusedConv2dLayer",
  forward,
  gradient: { inputsToSave: ["x", "filter"], outputsToSave: [true], gradFunc: backward },
};
