import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";

/**
 * Copies a dataset to shared memory: worker threads use it in place, so it is in memory only once, however many threads
 * use it. Of a dataset of files it copies what is in memory.
 *
 * @returns a dataset with its own storage in `SharedArrayBuffer`s; arrays that two parts share are shared again
 *
 * @example
 * ```ts
 * import { generatedDigits, shareDataset } from "@dark-knowledge/datasets";
 *
 * const { train } = generatedDigits({ trainSize: 10, testSize: 0, seed: 1 });
 * shareDataset(train).columns.features.values.buffer instanceof SharedArrayBuffer; // => true
 * ```
 */
export function shareDataset<Set extends Dataset>(dataset: Set): Set {
  assertExamples("shareDataset", dataset);
  const shared = new Map<object, ArrayBufferView>();
  const share = (part: unknown): unknown => {
    if (part === null || typeof part !== "object") return part;
    if (ArrayBuffer.isView(part)) {
      const copy = shared.get(part) ?? inSharedMemory(part);
      shared.set(part, copy);
      return copy;
    }
    if (Array.isArray(part)) return part.map(share);
    return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, share(value)]));
  };
  return share(dataset) as Set;
}

function inSharedMemory(array: ArrayBufferView): ArrayBufferView {
  const buffer = new SharedArrayBuffer(array.byteLength);
  new Uint8Array(buffer).set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  if (array instanceof Int8Array) return new Int8Array(buffer);
  if (array instanceof Int32Array) return new Int32Array(buffer);
  return array instanceof Float32Array ? new Float32Array(buffer) : new Uint8Array(buffer);
}
