import { convolveNatively } from "../onednn/native-convolutions.ts";
import { hasBlas, multiply } from "../products/multiply.ts";
import type { ImageKernels } from "../wasm/image-kernels.ts";
import { withScratch } from "../wasm/scratch.ts";
import { simdKernels } from "../wasm/simd-kernels.ts";
import { bufferOf, type WasmBackend } from "../wasm/wasm-backend.ts";
import { type Convolution, isPointwise, type PaddedImage, paddedInput, paddedOutput, padInput } from "./convolution.ts";
import { type Finish, finishConvolution } from "./finish-convolution.ts";

/** Floats of windows that are made at once for one product: they stay in the second-level cache or near it. */
const BLOCK = 1 << 18;

/** Floats of `dy` that stay in the first-level cache while all taps of the filter pass over them. */
const GRADIENT_BLOCK = 1 << 12;

/** Below so many multiplications per window our own kernel is faster than a native product of the windows. */
const SMALL_WINDOW = 512;

/** `y ← relu?(x ⊛ filter + bias)`, all four as byte offsets; 0 for no bias. */
export function convolveImages(
  backend: WasmBackend,
  conv: Convolution,
  at: Finish & { readonly x: number; readonly filter: number; readonly y: number },
): void {
  const { batchSize, outChannels, inChannels } = conv;
  const pixels = conv.outHeight * conv.outWidth;
  const kernels = simdKernels(backend);
  if (convolveNatively(backend, "convolve", conv, at)) {
    finishConvolution(backend, { ...at, bias: 0 }, at.y, batchSize * pixels, outChannels);
    return;
  }
  const plain = { transposeA: false, transposeB: false, columns: outChannels };
  if (isPointwise(conv)) {
    multiply(backend, { ...plain, rows: batchSize * pixels, inner: inChannels, a: at.x, b: at.filter, c: at.y });
    finishConvolution(backend, at, at.y, batchSize * pixels, outChannels);
    return;
  }
  const image = paddedInput(conv);
  if (hasBlas(backend) && image.taps * outChannels > SMALL_WINDOW) {
    forEachBlock(backend, conv, image, (block, padded, windows) => {
      copyWindows(kernels, conv, image, at.x, block, padded, windows);
      const y = at.y + 4 * block.pixel * outChannels;
      multiply(backend, { ...plain, rows: block.pixels, inner: image.taps, a: windows, b: at.filter, c: y });
      finishConvolution(backend, at, y, block.pixels, outChannels);
    });
    return;
  }
  const positions = conv.filterHeight * conv.filterWidth;
  withScratch(backend, [image.size, packedSize(image.taps, outChannels)], (padded = 0, packed = 0) => {
    kernels.packFilter(at.filter, positions, inChannels, outChannels, false, packed);
    for (let example = 0; example < batchSize; example++) {
      padInput(kernels, conv, image, at.x, example, padded);
      const y = at.y + 4 * example * pixels * outChannels;
      kernels.convolve(
        padded,
        ...image.windows,
        packed,
        at.bias,
        at.isRelu,
        y,
        conv.outHeight,
        conv.outWidth,
        outChannels,
      );
    }
  });
}

/** `to ← ∂/∂filter Σ dy·(x ⊛ filter)`. */
export function filterGradient(backend: WasmBackend, conv: Convolution, x: number, dy: number, to: number): void {
  const { batchSize, outChannels, inChannels } = conv;
  if (convolveNatively(backend, "filterGradient", conv, { x, filter: to, bias: 0, y: dy })) return;
  const pixels = conv.outHeight * conv.outWidth;
  const kernels = simdKernels(backend);
  const product = { transposeA: true, transposeB: false, columns: outChannels, c: to };
  if (isPointwise(conv)) {
    multiply(backend, { ...product, rows: inChannels, inner: batchSize * pixels, a: x, b: dy });
    return;
  }
  const image = paddedInput(conv);
  if (hasBlas(backend) && image.taps * outChannels > SMALL_WINDOW) {
    forEachBlock(backend, conv, image, (block, padded, windows) => {
      copyWindows(kernels, conv, image, x, block, padded, windows);
      const b = dy + 4 * block.pixel * outChannels;
      const beta = block.pixel === 0 ? 0 : 1;
      multiply(backend, { ...product, rows: image.taps, inner: block.pixels, a: windows, b, beta });
    });
    return;
  }
  new Float32Array(bufferOf(backend), to, image.taps * outChannels).fill(0);
  const { outHeight } = conv;
  const rowSize = conv.outWidth * outChannels;
  const rowsAtOnce = Math.max(1, Math.floor(GRADIENT_BLOCK / rowSize));
  const [, , , , , downBytes] = image.windows;
  withScratch(backend, [image.size], (padded = 0) => {
    for (let example = 0; example < batchSize; example++) {
      padInput(kernels, conv, image, x, example, padded);
      for (let row = 0; row < outHeight; row += rowsAtOnce) {
        const upstream = dy + 4 * (example * outHeight + row) * rowSize;
        const rows = Math.min(rowsAtOnce, outHeight - row);
        const top = padded + row * downBytes;
        kernels.addFilterGradient(top, ...image.windows, upstream, rows, conv.outWidth, outChannels, to);
      }
    }
  });
}

/** `dx ← ∂/∂x Σ dy·(x ⊛ filter)`. */
export function inputGradient(backend: WasmBackend, conv: Convolution, dy: number, filter: number, dx: number): void {
  const { batchSize, outChannels, inChannels, outHeight, outWidth, inHeight, inWidth } = conv;
  if (convolveNatively(backend, "inputGradient", conv, { x: dx, filter, bias: 0, y: dy })) return;
  const pixels = outHeight * outWidth;
  const inputSize = inHeight * inWidth * inChannels;
  const kernels = simdKernels(backend);
  const product = { transposeA: false, transposeB: true, inner: outChannels, b: filter };
  if (isPointwise(conv)) {
    multiply(backend, { ...product, rows: batchSize * pixels, columns: inChannels, a: dy, c: dx });
    return;
  }
  const isDense = conv.strideHeight === 1 && conv.strideWidth === 1;
  const input = paddedInput(conv);
  if (!isDense || (hasBlas(backend) && input.taps * outChannels > SMALL_WINDOW)) {
    forEachBlock(backend, conv, input, (block, padded, windows) => {
      const a = dy + 4 * block.pixel * outChannels;
      multiply(backend, { ...product, rows: block.pixels, columns: input.taps, a, c: windows });
      addWindows(backend, conv, input, block, padded, windows, dx);
    });
    return;
  }
  const image = paddedOutput(conv);
  const positions = conv.filterHeight * conv.filterWidth;
  withScratch(backend, [image.size, packedSize(image.taps, inChannels)], (padded = 0, packed = 0) => {
    kernels.packFilter(filter, positions, outChannels, inChannels, true, packed);
    for (let example = 0; example < batchSize; example++) {
      const from = dy + 4 * example * pixels * outChannels;
      const { rows, columns, top, left } = image;
      kernels.padImage(from, outHeight, outWidth, outChannels, 1, top, left, padded, rows, columns);
      const to = dx + 4 * example * inputSize;
      kernels.convolve(padded, ...image.windows, packed, 0, false, to, inHeight, inWidth, inChannels);
    }
  });
}

/** Rows of windows that one product takes: of some whole images, or a part of one. */
interface Block {
  readonly example: number;
  readonly examples: number;
  /** The rows of output that are meant, of each of the examples. */
  readonly row: number;
  readonly rows: number;
  /** How many pixels of output come before, and how many are meant. */
  readonly pixel: number;
  readonly pixels: number;
}

/** Goes through the batch in blocks, with a padded image and the block's windows as scratch memory of bounded size. */
function forEachBlock(
  backend: WasmBackend,
  { batchSize, outHeight, outWidth }: Convolution,
  { size, taps }: PaddedImage,
  use: (block: Block, padded: number, windows: number) => void,
): void {
  const rowSize = outWidth * taps;
  const rowsAtOnce = Math.max(1, Math.floor(BLOCK / rowSize));
  const step = Math.min(batchSize, Math.max(1, Math.floor(rowsAtOnce / outHeight)));
  const height = Math.min(outHeight, rowsAtOnce);
  withScratch(backend, [size, step * height * rowSize], (padded, windows) => {
    for (let example = 0; example < batchSize; example += step) {
      const examples = Math.min(step, batchSize - example);
      for (let row = 0; row < outHeight; row += height) {
        const rows = Math.min(height, outHeight - row);
        const pixel = (example * outHeight + row) * outWidth;
        use({ example, examples, row, rows, pixel, pixels: examples * rows * outWidth }, padded!, windows!);
      }
    }
  });
}

function copyWindows(
  kernels: ImageKernels,
  conv: Convolution,
  image: PaddedImage,
  x: number,
  { example, examples, row, rows }: Block,
  padded: number,
  to: number,
): void {
  const [, , , , , downBytes] = image.windows;
  const size = rows * conv.outWidth * image.taps;
  for (let index = 0; index < examples; index++) {
    if (row === 0) padInput(kernels, conv, image, x, example + index, padded);
    const top = padded + row * downBytes;
    kernels.copyWindows(top, ...image.windows, to + 4 * index * size, rows, conv.outWidth);
  }
}

/** Adds the gradients of windows up to the gradient of the images, by way of one padded image. */
function addWindows(
  backend: WasmBackend,
  { outHeight, outWidth, inHeight, inWidth, inChannels }: Convolution,
  image: PaddedImage,
  { example, examples, row, rows }: Block,
  padded: number,
  windows: number,
  dx: number,
): void {
  const kernels = simdKernels(backend);
  const [, , , , , downBytes] = image.windows;
  const size = rows * outWidth * image.taps;
  for (let index = 0; index < examples; index++) {
    if (row === 0) new Float32Array(bufferOf(backend), padded, image.size).fill(0);
    const from = windows + 4 * index * size;
    kernels.addWindows(padded + row * downBytes, ...image.windows, from, rows, outWidth);
    if (row + rows < outHeight) continue;
    const to = dx + 4 * (example + index) * inHeight * inWidth * inChannels;
    kernels.unpadImage(padded, image.rows, image.columns, image.top, image.left, to, inHeight, inWidth, inChannels, 1);
  }
}

/** Floats of a filter in panels of eight columns. */
function packedSize(taps: number, outputs: number): number {
  return taps * Math.ceil(outputs / 8) * 8;
}
