import type * as tf from "@tensorflow/tfjs-core";
import { findLargest, routeToLargest } from "../convolutions/largest.ts";
import { meetInBatch } from "../convolutions/meet.ts";
import { pooledVolume, type Volume } from "../convolutions/volumes.ts";
import { withScratch } from "../wasm/scratch.ts";
import { simdKernels } from "../wasm/simd-kernels.ts";
import {
  bufferOf,
  type KernelArguments,
  offsetOf,
  sizeOf,
  type WasmBackend,
  type WasmRepair,
} from "../wasm/wasm-backend.ts";

/**
 * Three-dimensional pooling with windows where they belong (see `volumeOf`).
 *
 * The stock kernels begin the search for a maximum at the smallest *positive* float: where there is no positive value, the
 * maximum is wrong and its gradient lost. The gradient of a mean at the border is divided by the size of the whole window.
 */
export const pool3DRepairs: readonly WasmRepair[] = [
  floatRepair("MaxPool3D", "x", ({ inputs, backend, attrs }) => {
    const volume = pooledVolume(inputs.x!.shape, attrs);
    const y = backend.makeOutput(volume.outShape, "float32");
    findLargest(backend, volume, { x: offsetOf(backend, inputs.x!), filter: 0, y: offsetOf(backend, y) });
    return y;
  }),
  floatRepair("MaxPool3DGrad", "input", ({ inputs, backend, attrs }) => {
    const { input, dy } = inputs;
    const volume = pooledVolume(input!.shape, attrs);
    const dx = backend.makeOutput(input!.shape, "float32");
    const [x, upstream, to] = [input!, dy!, dx].map((tensor) => offsetOf(backend, tensor)) as [number, number, number];
    routeToLargest(backend, volume, { x, filter: 0, dy: upstream, to }, "image");
    return dx;
  }),
  floatRepair("AvgPool3D", "x", ({ inputs, backend, attrs }) => {
    const volume = pooledVolume(inputs.x!.shape, attrs);
    const y = backend.makeOutput(volume.outShape, "float32");
    const output = offsetOf(backend, y);
    meetInBatch(backend, "sum", volume, { image: offsetOf(backend, inputs.x!), window: 0, output });
    scaleByShares(backend, volume, output, output);
    return y;
  }),
  floatRepair("AvgPool3DGrad", "input", ({ inputs, backend, attrs }) => {
    const { input, dy } = inputs;
    const volume = pooledVolume(input!.shape, attrs);
    const dx = backend.makeOutput(input!.shape, "float32");
    withScratch(backend, [sizeOf(dy!.shape)], (scaled = 0) => {
      scaleByShares(backend, volume, offsetOf(backend, dy!), scaled);
      meetInBatch(backend, "spread", volume, { image: offsetOf(backend, dx), window: 0, output: scaled });
    });
    return dx;
  }),
];

/** `to ← from`, each element over the number of elements of the image under its window. */
function scaleByShares(
  backend: WasmBackend,
  { batchSize, inChannels, meetings }: Volume,
  from: number,
  to: number,
): void {
  const { shares, windows } = meetings;
  withScratch(backend, [windows], (factors = 0) => {
    new Float32Array(bufferOf(backend), factors, windows).set(shares);
    for (let example = 0; example < batchSize; example++) {
      const offset = 4 * example * windows * inChannels;
      simdKernels(backend).scaleEachRow(from + offset, factors, to + offset, windows, inChannels);
    }
  });
}

function floatRepair(kernelName: string, input: string, compute: (args: KernelArguments) => tf.TensorInfo): WasmRepair {
  return {
    kernelName,
    create: (stock) => (args) => (args.inputs[input]!.dtype === "float32" ? compute(args) : stock(kernelName)(args)),
  };
}
