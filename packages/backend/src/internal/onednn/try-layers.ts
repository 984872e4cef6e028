import type { NativeLayer, NativeLayers } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { convolveImages } from "../convolutions/convolve-images.ts";
import { multiplyWithOwnKernel } from "../products/multiply.ts";
import { fillWithPattern } from "../wasm/fill-with-pattern.ts";
import { withScratch } from "../wasm/scratch.ts";
import { simdKernels } from "../wasm/simd-kernels.ts";
import { bufferOf, sizeOf, type WasmBackend } from "../wasm/wasm-backend.ts";

/** Rows, inputs and outputs of dense layers. */
const DENSE = [
  [2, 300, 70],
  [33, 65, 40],
] as const;

/** Images and filters: one channel and several. */
const IMAGES = [
  { image: [3, 12, 10, 1], filter: [3, 3, 1, 16] },
  { image: [2, 9, 11, 16], filter: [3, 2, 16, 24] },
] as const;

/** For each term of a sum, as for products. */
const TOLERANCE = 2 ** -18;

/** Whether a library computes layers as our own kernels do, on a few shapes. */
export function computesLayersRightly(backend: WasmBackend, layers: NativeLayers): boolean {
  return (
    DENSE.every((shape) => isDenseRight(backend, layers, shape)) &&
    IMAGES.every((one) => areImagesRight(backend, layers, one))
  );
}

type Offsets = Readonly<Record<"x" | "kernel" | "bias" | "y", number>>;

/** Compares a layer with what `own` writes to the same places. */
function isRight(
  backend: WasmBackend,
  sizes: Offsets,
  terms: number,
  create: (kernel: Float32Array) => NativeLayer,
  count: number,
  own: (at: Offsets) => void,
): boolean {
  const names = ["x", "kernel", "bias", "y"] as const;
  let isRight = false;
  withScratch(
    backend,
    names.map((name) => sizes[name]),
    (...offsets) => {
      const at = Object.fromEntries(names.map((name, index) => [name, offsets[index]!])) as unknown as Offsets;
      const view = (name: keyof Offsets) => new Float32Array(bufferOf(backend), at[name], sizes[name]);
      names.forEach((name, index) => {
        fillWithPattern(view(name), index);
      });
      own(at);
      const expected = view("y").slice();
      view("y").fill(Number.NaN);
      const layer = create(view("kernel").slice());
      const isDone = layer.run(count, { memory: bufferOf(backend), ...at });
      layer.dispose();
      const got = view("y");
      isRight = isDone && expected.every((value, index) => Math.abs(value - got[index]!) <= TOLERANCE * (terms + 1));
    },
  );
  return isRight;
}

function isDenseRight(
  backend: WasmBackend,
  layers: NativeLayers,
  [rows, inputs, outputs]: readonly [number, number, number],
): boolean {
  const sizes = { x: rows * inputs, kernel: inputs * outputs, bias: outputs, y: rows * outputs };
  const create = (kernel: Float32Array) => layers.dense(kernel, { inputs, outputs }, true);
  return isRight(backend, sizes, inputs, create, rows, ({ x, kernel, bias, y }) => {
    const transposes = { transposeA: false, transposeB: false };
    multiplyWithOwnKernel(backend, { ...transposes, rows, columns: outputs, inner: inputs, a: x, b: kernel, c: y });
    simdKernels(backend).addBias(y, bias, rows, outputs, true);
  });
}

function areImagesRight(
  backend: WasmBackend,
  layers: NativeLayers,
  { image, filter }: (typeof IMAGES)[number],
): boolean {
  const conv = tf.backend_util.computeConv2DInfo([...image], [...filter], 1, 1, "same");
  const taps = sizeOf(filter) / conv.outChannels;
  const sizes = { x: sizeOf(image), kernel: sizeOf(filter), bias: conv.outChannels, y: sizeOf(conv.outShape) };
  const create = (kernel: Float32Array) => layers.convolution(kernel, conv, true);
  return isRight(backend, sizes, taps, create, conv.batchSize, ({ x, kernel, bias, y }) => {
    convolveImages(backend, conv, { x, filter: kernel, bias, isRelu: true, y });
  });
}
