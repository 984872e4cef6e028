import { createRandom } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { alignMemory } from "../../../src/internal/wasm/align-memory.ts";
import { offsetOf, type WasmBackend } from "../../../src/internal/wasm/wasm-backend.ts";
import { useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

test("alignMemory lets large tensors begin at whole cache lines, once, and frees what it gave out", () => {
  const backend = tf.backend() as unknown as WasmBackend;
  alignMemory(backend);
  const { _malloc } = backend.wasm;
  alignMemory(backend);
  expect(backend.wasm._malloc).toBe(_malloc);

  const random = createRandom(3);
  const heap = () => (backend.wasm as unknown as { HEAPU8: Uint8Array }).HEAPU8.length;
  const round = () => {
    const tensors = Array.from({ length: 40 }, (_, at) => tf.fill([1000 + Math.floor(random.uniform() * 90_000)], at));
    const places = tensors.map((tensor) => offsetOf(backend, tensor));
    expect(places.filter((place, at) => tensors[at]!.size >= 1024 && place % 64 !== 0)).toEqual([]);
    // None lies over another.
    tensors.forEach((tensor, at) => {
      expect(new Set(tensor.dataSync())).toEqual(new Set([at]));
    });
    tf.dispose(tensors);
  };
  round();
  const before = heap();
  for (let count = 0; count < 30; count++) round();
  // 30 rounds of 7 MB would not fit otherwise.
  expect(heap() - before).toBeLessThan(8 * 2 ** 20);
});

test("alignMemory returns 0 where there is no more memory, as the allocator does", () => {
  const freed: number[] = [];
  const wasm = { _malloc: (_bytes: number) => 0, _free: (place: number) => void freed.push(place) };
  alignMemory({ wasm } as unknown as WasmBackend);
  expect(wasm._malloc(5000)).toBe(0);
  wasm._free(0);
  expect(freed).toEqual([0, 0]);
});

test("alignMemory gives the allocator its own places back, also those above 2 GiB as negative numbers", () => {
  const given = [8, 8, 8192, 3_000_000_008 | 0];
  const freed: number[] = [];
  const wasm = { _malloc: (_bytes: number) => given.shift()!, _free: (place: number) => void freed.push(place) };
  alignMemory({ wasm } as unknown as WasmBackend);
  const [first, second, third] = [5000, 5000, 5000].map((bytes) => wasm._malloc(bytes));
  expect([first, second, third]).toEqual([64, 8192, 3_000_000_064 - (3_000_000_064 % 64)]);
  wasm._free(third! | 0);
  wasm._free(second!);
  wasm._free(first!);
  expect(freed).toEqual([8, 3_000_000_008, 8192, 8]);
});
