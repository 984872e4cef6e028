import { FUSED_KERNELS_BINARY } from "./fused-kernels-binary.ts";
import { KERNELS_BINARY } from "./kernels-binary.ts";

/** Where the windows of a filter lie in an image, as `backend/assembly/convolution.ts` has them. */
export type Windows = readonly [
  filterRows: number,
  rowBytes: number,
  runs: number,
  runBytes: number,
  run: number,
  downBytes: number,
  acrossBytes: number,
];

/** Two sizes or positions along rows and columns. */
type Pair = readonly [rows: number, columns: number];

/** Windows of a pooling layer over images. */
export type PoolWindows = readonly [
  channels: number,
  ...size: Pair,
  ...outSize: Pair,
  ...strides: Pair,
  ...filter: Pair,
  ...margin: Pair,
];

/** Windows of a depthwise convolution over images. */
export type DepthwiseWindows = readonly [
  ...size: Pair,
  ...before: Pair,
  ...margin: Pair,
  ...filter: Pair,
  ...dilation: Pair,
  ...strides: Pair,
  ...outSize: Pair,
];

/** Computes a recurrent layer over sequences, as `backend/assembly/recurrent-sequences.ts` says. */
type RunSequences = (
  z: number,
  mask: number,
  rows: number,
  steps: number,
  units: number,
  panels: number,
  zeros: number,
  list: number,
  room: number,
  h: number,
  y: number,
  activation: number,
  gateActivation: number,
) => void;

/** The kernels; sources and comments are in `backend/assembly`. Pointers are byte offsets. */
export interface Kernels {
  multiplyAndActivate(
    x: number,
    rows: number,
    inner: number,
    panels: number,
    bias: number,
    isRelu: boolean,
    y: number,
    outputs: number,
    skipsZeros: boolean,
    list: number,
  ): void;
  multiplySparse(
    x: number,
    rows: number,
    inner: number,
    byInput: number,
    byOutput: number,
    bias: number,
    isRelu: boolean,
    y: number,
    outputs: number,
    room: number,
  ): void;
  convolveImages(
    x: number,
    images: number,
    rows: number,
    rowFloats: number,
    padded: number,
    inside: number,
    paddedRowBytes: number,
    ...more: [
      ...Windows,
      filter: number,
      bias: number,
      isRelu: boolean,
      y: number,
      height: number,
      width: number,
      outputs: number,
    ]
  ): void;
  convolveImagesDepthwise(
    x: number,
    images: number,
    channels: number,
    repeats: number,
    padded: number,
    ...more: [...DepthwiseWindows, filter: number, y: number]
  ): void;
  maxPool(x: number, images: number, ...more: [...PoolWindows, y: number]): void;
  averagePool(x: number, images: number, ...more: [...PoolWindows, y: number]): void;
  activateAll(y: number, count: number, activation: number): void;
  addAll(x: number, y: number, count: number): void;
  gatherRows(x: number, indices: number, count: number, width: number, to: number): void;
  largestMagnitude(x: number, count: number): number;
  readonly gruSequences: RunSequences;
  readonly lstmSequences: RunSequences;
  scaleAndShift(x: number, rows: number, columns: number, scale: number, shift: number, y: number): void;
  softmaxRows(y: number, rows: number, columns: number): void;
}

/** The part of the WebAssembly interface that is used here; TypeScript has it among the browser's types only. */
interface WebAssemblyApi {
  readonly Memory: new (limits: {
    readonly initial: number;
    readonly maximum: number;
  }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (binary: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

const PAGE_BYTES = 65_536;

/** The modules that have been compiled, with fused instructions or without. */
const modules = new Map<boolean, object>();

/** A memory of at least so many bytes, and the kernels on it. */
export function startKernels(
  bytes: number,
  isFused: boolean,
): { readonly memory: ArrayBuffer; readonly kernels: Kernels } {
  const { Memory, Module, Instance } = webAssembly();
  const pages = Math.max(1, Math.ceil(bytes / PAGE_BYTES));
  const memory = new Memory({ initial: pages, maximum: pages });
  const module = modules.get(isFused) ?? new Module(decode(isFused ? FUSED_KERNELS_BINARY : KERNELS_BINARY));
  modules.set(isFused, module);
  const { exports } = new Instance(module, { env: { memory } });
  return { memory: memory.buffer, kernels: exports as Kernels };
}

function decode(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function webAssembly(): WebAssemblyApi {
  return (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
}
