import fc from "fast-check";
import { expect, test } from "vitest";
import { createDataset } from "../src/create-dataset.ts";
import { shareDataset } from "../src/share-dataset.ts";
import { anyDataset } from "./any-dataset.ts";

function arraysOf(part: unknown): ArrayBufferView[] {
  if (ArrayBuffer.isView(part)) return [part];
  return typeof part === "object" && part !== null ? Object.values(part).flatMap(arraysOf) : [];
}

test("shareDataset(dataset) is equal, and all of its memory can be shared", () => {
  fc.assert(
    fc.property(anyDataset, (parts) => {
      const dataset = createDataset(parts);
      const shared = shareDataset(dataset);
      expect(shared).toEqual(dataset);
      const arrays = arraysOf(shared);
      expect(arrays.length).toBeGreaterThan(1);
      expect(arrays.every(({ buffer }) => buffer instanceof SharedArrayBuffer)).toBe(true);
    }),
    { seed: 1, numRuns: 30 },
  );
});

test("shareDataset copies only what an array shows, and an array that two parts share once", () => {
  const offsets = Int32Array.of(0, 2, 3);
  const dataset = createDataset({
    columns: { words: { values: Buffer.from([1, 2, 3]), shape: [], offsets } },
    targets: { kind: "positions", labels: new Int32Array(3), shape: [], offsets, ignored: -1, classNames: ["a"] },
  });
  const { columns, targets } = shareDataset(dataset);
  expect(columns.words!.values).toEqual(Uint8Array.of(1, 2, 3));
  expect(columns.words!.values.buffer.byteLength).toBe(3);
  expect((targets as { offsets: Int32Array }).offsets).toBe(columns.words!.offsets);
});
