import * as tf from "@tensorflow/tfjs-core";
import type { Convolution } from "../convolutions/convolution.ts";
import { convolveImages, filterGradient, inputGradient } from "../convolutions/convolve-images.ts";
import { fillWithPattern } from "../wasm/fill-with-pattern.ts";
import { withScratch } from "../wasm/scratch.ts";
import { bufferOf, sizeOf, type WasmBackend } from "../wasm/wasm-backend.ts";
import type { NativeConvolutions, Operands } from "./native-convolutions.ts";

/** Images and filters: one channel and several, square and not, with strides, dilations, and margins that differ. */
const SHAPES: readonly (readonly [
  image: [number, number, number, number],
  filter: [number, number, number, number],
  stride: number,
  dilation: number,
  pad: "same" | "valid",
])[] = [
  [[3, 12, 10, 1], [3, 3, 1, 16], 1, 1, "same"],
  [[2, 9, 11, 16], [3, 2, 16, 24], 1, 1, "same"],
  [[2, 10, 9, 5], [3, 3, 5, 7], 2, 1, "same"],
  [[2, 11, 12, 8], [3, 3, 8, 8], 1, 2, "valid"],
];

/** For each term of a sum, as for products. */
const TOLERANCE = 2 ** -18;

/** Whether a library convolves as our own kernels do, and its gradients, on a few shapes. */
export function convolvesRightly(backend: WasmBackend, convolutions: NativeConvolutions): boolean {
  return SHAPES.every(([image, filter, stride, dilation, pad]) =>
    isRight(backend, convolutions, tf.backend_util.computeConv2DInfo(image, filter, stride, dilation, pad)),
  );
}

function isRight(backend: WasmBackend, library: NativeConvolutions, conv: Convolution): boolean {
  const { filterHeight, filterWidth, inChannels, outChannels, batchSize, outHeight, outWidth } = conv;
  const taps = filterHeight * filterWidth * inChannels;
  const sizes = { x: sizeOf(conv.inShape), filter: taps * outChannels, bias: outChannels, y: sizeOf(conv.outShape) };
  const names = ["x", "filter", "bias", "y"] as const;
  let isRight = false;
  // Each twice: ours, then the library's.
  withScratch(
    backend,
    [...names, ...names].map((name) => sizes[name]),
    (...offsets) => {
      const [ours, theirs] = [0, 4].map((first) => {
        const entries = names.map((name, index) => [name, offsets[first + index]!]);
        return Object.fromEntries(entries) as Record<keyof Operands, number>;
      }) as [Operands, Operands];
      const view = (at: Operands, name: keyof Operands) => new Float32Array(bufferOf(backend), at[name], sizes[name]);
      const reset = () => {
        for (const at of [ours, theirs]) {
          for (const [index, name] of names.entries()) fillWithPattern(view(at, name), index);
        }
      };
      const isSame = (name: keyof Operands, terms: number) => {
        const got = view(theirs, name);
        return view(ours, name).every((value, index) => Math.abs(value - got[index]!) <= TOLERANCE * (terms + 1));
      };
      const { x, filter, y } = ours;
      reset();
      convolveImages(backend, conv, { ...ours, isRelu: false });
      const isForward = library.convolve(bufferOf(backend), conv, theirs) && isSame("y", taps);
      reset();
      inputGradient(backend, conv, y, filter, x);
      const isInput = library.inputGradient(bufferOf(backend), conv, theirs) && isSame("x", taps * outChannels);
      reset();
      filterGradient(backend, conv, x, y, filter);
      const pixels = batchSize * outHeight * outWidth;
      const isFilter = library.filterGradient(bufferOf(backend), conv, theirs) && isSame("filter", pixels);
      isRight = isForward && isInput && isFilter;
    },
  );
  return isRight;
}
