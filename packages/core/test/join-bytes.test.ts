import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { joinBytes } from "../src/join-bytes.ts";

test("joinBytes(parts) has the bytes of views and buffers in their order, in memory of its own", () => {
  const memory = Uint8Array.of(9, 1, 2, 9);
  const part = memory.subarray(1, 3);
  const joined = joinBytes([part, new Uint8Array(0), Uint8Array.of(3, 4).buffer, Buffer.from([5])]);
  expect(joined).toEqual(Uint8Array.of(1, 2, 3, 4, 5));
  expect(joined.buffer.byteLength).toBe(5);
  memory.fill(7);
  expect(joined).toEqual(Uint8Array.of(1, 2, 3, 4, 5));
  expect(joinBytes([])).toEqual(new Uint8Array(0));
});

test("joinBytes(parts) takes bytes from another realm", () => {
  const [view, buffer] = runInNewContext("[Uint8Array.of(1, 2), Uint8Array.of(3).buffer]");
  expect(joinBytes([view, buffer])).toEqual(Uint8Array.of(1, 2, 3));
});

test("joinBytes(parts) refuses what holds no bytes", () => {
  expect(() => joinBytes("ab" as never)).toThrow('joinBytes: parts must be an array of bytes, got "ab"');
  // Its elements would be cut to bytes.
  expect(() => joinBytes([new Uint8Array(1), Float32Array.of(1) as never])).toThrow(
    "joinBytes: parts[1] must be a Uint8Array or an ArrayBuffer, got a Float32Array of length 1",
  );
});
