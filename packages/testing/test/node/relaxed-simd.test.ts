import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { RELAXED_SIMD, useRelaxedSimd } from "../../src/node/index.ts";

/** A module with one function: three vectors of zeros, f32x4.relaxed_madd, drop. */
const BYTES = [
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, 20, 1, 18, 0],
  ...[0x41, 0, 0xfd, 0x11, 0x41, 0, 0xfd, 0x11, 0x41, 0, 0xfd, 0x11, 0xfd, 0x85, 2, 0x1a, 0x0b],
];

const isKnown = () =>
  (globalThis as unknown as { WebAssembly: { validate(bytes: Uint8Array): boolean } }).WebAssembly.validate(
    Uint8Array.from(BYTES),
  );
const atFirst = isKnown();

it("RELAXED_SIMD is what a process needs to have relaxed SIMD", () => {
  const program = `WebAssembly.validate(Uint8Array.of(${BYTES}))`;
  expect(execFileSync(process.execPath, [...RELAXED_SIMD, "-p", program], { encoding: "utf8" })).toBe("true\n");
  expect(RELAXED_SIMD.length > 0).toBe(!atFirst);
});

describe("useRelaxedSimd", () => {
  describe("inside", () => {
    useRelaxedSimd();

    it("has relaxed SIMD", () => {
      expect(isKnown()).toBe(true);
    });
  });

  it("leaves it as it was", () => {
    expect(isKnown()).toBe(atFirst);
  });
});
