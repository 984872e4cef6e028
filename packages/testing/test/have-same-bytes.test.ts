import { describe, expect, it } from "vitest";
import { haveSameBytes } from "../src/have-same-bytes.ts";

describe("haveSameBytes", () => {
  it("says yes of typed arrays of one kind with the same bytes, wherever they stand", () => {
    const part = Float32Array.of(9, 1, Number.NaN, -0).subarray(1);
    expect(haveSameBytes(part, Float32Array.of(1, Number.NaN, -0))).toBe(true);
    expect(haveSameBytes(new Uint8Array(0), new Uint8Array(0))).toBe(true);
  });

  it("has no opinion about all else", () => {
    expect(haveSameBytes(Float32Array.of(1), Float32Array.of(2))).toBeUndefined();
    expect(haveSameBytes(Float32Array.of(0), Float32Array.of(-0))).toBeUndefined();
    expect(haveSameBytes(Float32Array.of(0), Int32Array.of(0))).toBeUndefined();
    expect(haveSameBytes(Float32Array.of(1), Float32Array.of(1, 1))).toBeUndefined();
    expect(haveSameBytes([1], [1])).toBeUndefined();
    expect(haveSameBytes(undefined, null)).toBeUndefined();
  });

  it("leaves toEqual as strict as it was", () => {
    const numbers = Float32Array.from({ length: 1000 }, (_, index) => index / 7);
    const other = numbers.slice();
    expect(other).toEqual(numbers);
    other[999] = 0;
    expect(other).not.toEqual(numbers);
    expect({ inside: [other] }).not.toEqual({ inside: [numbers] });
    expect(Float32Array.of(0)).not.toEqual(Float32Array.of(-0));
    expect(Float32Array.of(1)).not.toEqual(Int32Array.of(1));
  });
});
