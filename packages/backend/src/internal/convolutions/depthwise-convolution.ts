import type { DepthwiseWindows } from "../wasm/image-kernels.ts";
import { withScratch } from "../wasm/scratch.ts";
import { simdKernels } from "../wasm/simd-kernels.ts";
import { bufferOf, type WasmBackend } from "../wasm/wasm-backend.ts";
import { type Convolution, paddedInput, padInput } from "./convolution.ts";
import { type Finish, finishConvolution } from "./finish-convolution.ts";

/** `y ← relu?(x ⊛ filter + bias)`, depthwise, all as byte offsets. */
export function convolveDepthwise(
  backend: WasmBackend,
  conv: Convolution,
  at: Finish & { readonly x: number; readonly filter: number; readonly y: number },
): void {
  const { image, windows, outputSize, outputs, height, width } = layoutOf(conv);
  const kernels = simdKernels(backend);
  withScratch(backend, [image.size], (padded = 0) => {
    for (let example = 0; example < conv.batchSize; example++) {
      padInput(kernels, conv, image, at.x, example, padded);
      const y = at.y + 4 * example * outputSize;
      kernels.convolveDepthwise(padded, ...windows, at.filter, y, height, width, outputs);
      finishConvolution(backend, at, y, height * width, outputs);
    }
  });
}

/** `to ← ∂/∂filter Σ dy·(x ⊛ filter)` of a depthwise convolution, all as byte offsets. */
export function depthwiseFilterGradient(
  backend: WasmBackend,
  conv: Convolution,
  x: number,
  dy: number,
  to: number,
): void {
  const { image, windows, outputSize, outputs, height, width } = layoutOf(conv);
  const kernels = simdKernels(backend);
  new Float32Array(bufferOf(backend), to, conv.filterHeight * conv.filterWidth * outputs).fill(0);
  withScratch(backend, [image.size], (padded = 0) => {
    for (let example = 0; example < conv.batchSize; example++) {
      padInput(kernels, conv, image, x, example, padded);
      const upstream = dy + 4 * example * outputSize;
      kernels.addDepthwiseFilterGradient(padded, ...windows, upstream, height, width, outputs, to);
    }
  });
}

/** `dx ← ∂/∂x Σ dy·(x ⊛ filter)` of a depthwise convolution. */
export function depthwiseInputGradient(
  backend: WasmBackend,
  conv: Convolution,
  dy: number,
  filter: number,
  dx: number,
): void {
  const { image, windows, inputSize, outputSize, outputs, repeats, height, width } = layoutOf(conv);
  const kernels = simdKernels(backend);
  withScratch(backend, [image.size], (padded = 0) => {
    for (let example = 0; example < conv.batchSize; example++) {
      new Float32Array(bufferOf(backend), padded, image.size).fill(0);
      const upstream = dy + 4 * example * outputSize;
      kernels.addDepthwiseInputGradient(padded, ...windows, upstream, height, width, outputs, filter);
      const to = dx + 4 * example * inputSize;
      const { inHeight, inWidth, inChannels } = conv;
      const { top, left, rows, columns } = image;
      kernels.unpadImage(padded, rows, columns, top, left, to, inHeight, inWidth, inChannels, repeats);
    }
  });
}

function layoutOf(conv: Convolution) {
  const { outChannels: outputs, inChannels, outHeight: height, outWidth: width } = conv;
  const image = paddedInput(conv, outputs);
  const [filterRows, rowBytes, , columnBytes, , downBytes, acrossBytes] = image.windows;
  const windows: DepthwiseWindows = [filterRows, rowBytes, conv.filterWidth, columnBytes, downBytes, acrossBytes];
  return {
    ...{ image, windows, outputs, height, width },
    inputSize: conv.inHeight * conv.inWidth * inChannels,
    outputSize: height * width * outputs,
    /** How many output channels see each input channel. */
    repeats: outputs / inChannels,
  };
}
