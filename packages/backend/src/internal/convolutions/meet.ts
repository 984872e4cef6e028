import { withScratch } from "../wasm/scratch.ts";
import { type SimdKernels, simdKernels } from "../wasm/simd-kernels.ts";
import { bufferOf, sizeOf, type WasmBackend } from "../wasm/wasm-backend.ts";
import type { Meetings } from "./meetings.ts";
import type { Volume } from "./volumes.ts";

/** The modes of the kernel `meet`; the numbers are those of `assembly/meetings.ts`. */
const OPERATIONS = { convolve: 0, filterGradient: 1, inputGradient: 2, sum: 3, spread: 4 } as const;

/**
 * Adds to the output, to the window or to the image, all as byte offsets, wherever they meet in the examples of a batch. What is
 * added to is filled with zeros first.
 */
export function meetInBatch(
  backend: WasmBackend,
  operation: keyof typeof OPERATIONS,
  { batchSize, inChannels, outChannels, inShape, outShape, meetings }: Volume,
  { image, window, output }: { readonly image: number; readonly window: number; readonly output: number },
): void {
  const isPool = operation === "sum" || operation === "spread";
  const outputs = isPool ? inChannels : outChannels;
  const [inSize, outSize] = [inShape, outShape].map((shape) => sizeOf(shape.slice(1))) as [number, number];
  const targets = {
    convolve: [output, batchSize * outSize],
    sum: [output, batchSize * outSize],
    filterGradient: [window, meetings.taps * inChannels * outputs],
    inputGradient: [image, batchSize * inSize],
    spread: [image, batchSize * inSize],
  } as const;
  const [target, size] = targets[operation];
  new Float32Array(bufferOf(backend), target, size).fill(0);
  withTables(backend, meetings, (kernels, ...tables) => {
    for (let example = 0; example < batchSize; example++) {
      const [from, to] = [image + 4 * example * inSize, output + 4 * example * outSize];
      kernels.meet(OPERATIONS[operation], ...tables, inChannels, outputs, from, window, to);
    }
  });
}

/** Lends the tables of meetings, as the kernels take them. */
export function withTables(
  backend: WasmBackend,
  { tables, counts }: Meetings,
  use: (kernels: SimdKernels, tables: number, deep: number, down: number, across: number) => void,
): void {
  withScratch(backend, [tables.length], (at = 0) => {
    new Int32Array(bufferOf(backend), at, tables.length).set(tables);
    use(simdKernels(backend), at, ...counts);
  });
}
