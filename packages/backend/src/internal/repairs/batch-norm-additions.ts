import type * as tf from "@tensorflow/tfjs-core";
import { withScratch } from "../wasm/scratch.ts";
import { simdKernels } from "../wasm/simd-kernels.ts";
import { bufferOf, floatsOf, type KernelArguments, offsetOf, sizeOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/** The kernels of `fusedBatchNorm`, which tfjs lacks: x is read three times forward and twice backward. */
export const batchNormAdditions: readonly WasmRepair[] = [
  { kernelName: "BatchNorm", create: () => forward },
  { kernelName: "BatchNormGrad", create: () => backward },
];

function forward({ inputs, attrs, backend }: KernelArguments) {
  const { x, gamma, beta } = inputs;
  const { columns, rows } = sizes(x!.shape);
  const [y, mean, variance] = [x!.shape, [columns], [columns]].map((shape) => backend.makeOutput(shape, "float32"));
  const at = (tensor: tf.TensorInfo | undefined) => offsetOf(backend, tensor!);
  const kernels = simdKernels(backend);
  // Two floats hold a total.
  withScratch(backend, [2 * columns, columns], (totals = 0, scale = 0) => {
    kernels.sumRows(at(x), at(mean), rows, columns, totals);
    divide(floatsOf(backend, mean!), rows);
    kernels.sumSquaredDeviations(at(x), at(mean), at(variance), rows, columns, totals);
    divide(floatsOf(backend, variance!), rows);
    const [factors, variances] = [floatsOf(backend, gamma!), floatsOf(backend, variance!)];
    const scales = new Float32Array(bufferOf(backend), scale, columns);
    for (let j = 0; j < columns; j++) scales[j] = factors[j]! / Math.sqrt(variances[j]! + (attrs.epsilon as number));
    kernels.normaliseColumns(at(x), at(y), rows, columns, at(mean), scale, at(beta));
  });
  return [y!, mean!, variance!];
}

/**
 * With n rows, σ² = variance + ε, u = x − mean: dβ = Σ dy, dγ = Σ dy·u / σ and
 * dx = γ/σ · (dy − dβ/n − u·Σ(dy·u) / (n·σ²)), and what comes through the mean and variance that were returned.
 */
function backward({ inputs, attrs, backend }: KernelArguments) {
  const { x, gamma, mean, variance, dy, dMean, dVariance } = inputs;
  const { columns, rows } = sizes(x!.shape);
  const [dx, dGamma, dBeta] = [x!.shape, [columns], [columns]].map((shape) => backend.makeOutput(shape, "float32"));
  const at = (tensor: tf.TensorInfo | undefined) => offsetOf(backend, tensor!);
  const kernels = simdKernels(backend);
  withScratch(backend, [4 * columns, columns, columns, columns], (totals = 0, scale = 0, shift = 0, slope = 0) => {
    kernels.sumWithDeviations(at(x), at(dy), rows, columns, at(mean), at(dBeta), at(dGamma), totals);
    const values = (tensor: tf.TensorInfo | undefined) => floatsOf(backend, tensor!);
    const scratch = (offset: number) => new Float32Array(bufferOf(backend), offset, columns);
    const [factors, variances, sums, products] = [gamma, variance, dBeta, dGamma].map(values) as Float32Array[];
    const [throughMean, throughVariance] = [values(dMean), values(dVariance)];
    const [scales, shifts, slopes] = [scratch(scale), scratch(shift), scratch(slope)];
    for (let j = 0; j < columns; j++) {
      const squared = variances![j]! + (attrs.epsilon as number);
      const inverse = 1 / Math.sqrt(squared);
      const factor = factors![j]! * inverse;
      scales[j] = factor;
      shifts[j] = (factor * sums![j]! - throughMean[j]!) / rows;
      slopes[j] = ((factor * products![j]!) / squared - 2 * throughVariance[j]!) / rows;
      products![j]! *= inverse;
    }
    kernels.normalisationGradient(at(x), at(dy), at(dx), rows, columns, at(mean), scale, shift, slope);
  });
  return [dx!, dGamma!, dBeta!];
}

function sizes(shape: readonly number[]): { columns: number; rows: number } {
  return { columns: shape.at(-1)!, rows: sizeOf(shape.slice(0, -1)) };
}

function divide(values: Float32Array, divisor: number): void {
  for (let index = 0; index < values.length; index++) values[index]! /= divisor;
}
