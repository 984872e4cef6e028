import { withScratch } from "../wasm/scratch.ts";
import { simdKernels } from "../wasm/simd-kernels.ts";
import { bufferOf, sizeOf, type WasmBackend } from "../wasm/wasm-backend.ts";
import { withTables } from "./meet.ts";
import type { Volume } from "./volumes.ts";

/** Byte offsets of an image, of a filter that is added under the windows (0 for none), and of the largest sums. */
interface LargestAt {
  readonly x: number;
  readonly filter: number;
  readonly y: number;
}

/** Byte offsets, for one example, of which element of the image and of the filter each of the largest is made of; −1: none. */
interface Found {
  readonly example: number;
  readonly places: number;
  readonly taps: number;
}

/**
 * `y ← the largest of x + filter` under each window, for every channel of every example, the first of equals.
 *
 * @param see is called after each example
 */
export function findLargest(
  backend: WasmBackend,
  { batchSize, inChannels, inShape, outShape, meetings }: Volume,
  { x, filter, y }: LargestAt,
  see: (found: Found) => void = () => {},
): void {
  const [inSize, outSize] = [inShape, outShape].map((shape) => sizeOf(shape.slice(1))) as [number, number];
  new Float32Array(bufferOf(backend), y, batchSize * outSize).fill(Number.NEGATIVE_INFINITY);
  withScratch(backend, [outSize, outSize], (places = 0, taps = 0) => {
    withTables(backend, meetings, (kernels, ...tables) => {
      for (let example = 0; example < batchSize; example++) {
        for (const at of [places, taps]) new Int32Array(bufferOf(backend), at, outSize).fill(-1);
        const [from, to] = [x + 4 * example * inSize, y + 4 * example * outSize];
        kernels.findLargest(...tables, inChannels, from, filter, to, places, taps);
        see({ example, places, taps });
      }
    });
  });
}

/** Sends each `dy` to the element of the image, or of the filter, that its largest sum is made of: `to ← gradient`. */
export function routeToLargest(
  backend: WasmBackend,
  volume: Volume,
  at: Omit<LargestAt, "y"> & { readonly dy: number; readonly to: number },
  goal: "image" | "filter",
): void {
  const { batchSize, inChannels, inShape, outShape, meetings } = volume;
  const [inSize, outSize] = [inShape, outShape].map((shape) => sizeOf(shape.slice(1))) as [number, number];
  const isImage = goal === "image";
  const size = isImage ? inSize : meetings.taps * inChannels;
  new Float32Array(bufferOf(backend), at.to, isImage ? batchSize * size : size).fill(0);
  withScratch(backend, [batchSize * outSize], (y = 0) => {
    findLargest(backend, volume, { x: at.x, filter: at.filter, y }, ({ example, places, taps }) => {
      const from = at.dy + 4 * example * outSize;
      const to = isImage ? at.to + 4 * example * size : at.to;
      simdKernels(backend).addToRows(from, isImage ? places : taps, outSize, 1, to, size);
    });
  });
}
