import { describe, expect, test } from "vitest";
import { fitsFloat16, float16Bits, float16sOf, toFloat16 } from "../../src/arrow/float16.ts";
import { createRandom } from "../../src/index.ts";

/** The value of each of the 65,536 bit patterns. */
const values = new Float32Array(Int32Array.from({ length: 65536 }, (_, half) => float16Bits(half)).buffer);

describe("float16", () => {
  test("each of the 65,536 bit patterns comes back from its value", () => {
    const wrong = Array.from(values.keys()).filter((bits) => {
      const value = values[bits]!;
      return Number.isNaN(value) ? (toFloat16(value) & 0x7c00) !== 0x7c00 : toFloat16(value) !== bits;
    });
    expect(wrong).toEqual([]);
    expect([0x3c00, 0xc000, 0x7bff, 0x0001, 0x0400, 0x7c00].map((bits) => values[bits])).toEqual([
      1,
      -2,
      65504,
      2 ** -24,
      2 ** -14,
      Infinity,
    ]);
  });

  test("each bit pattern has the value that the format gives it", () => {
    const expected = Float32Array.from({ length: 65536 }, (_, half) => {
      const [sign, exponent, fraction] = [half >> 15 ? -1 : 1, (half >> 10) & 31, (half & 1023) / 1024];
      if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
      return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15);
    });
    expect(values).toEqual(expected);
  });

  test("every float32 goes to the nearest value, and halfway to the even one", () => {
    const random = createRandom(3);
    for (let round = 0; round < 20_000; round++) {
      // All magnitudes down to the smallest subnormal numbers.
      const value = Math.fround((random.uniform() - 0.5) * 2 ** (random.integer(44) - 26));
      const bits = toFloat16(value);
      const error = Math.abs(values[bits]! - value);
      for (const neighbour of [bits - 1, bits + 1]) {
        const other = Math.abs(values[neighbour & 0xffff]! - value);
        if (Number.isFinite(other)) expect(error).toBeLessThanOrEqual(other);
      }
    }
    // Between 1 and 1 + 2⁻¹⁰, and between that and 1 + 2⁻⁹.
    expect([1 + 2 ** -11, 1 + 3 * 2 ** -11].map((value) => values[toFloat16(value)])).toEqual([1, 1 + 2 ** -9]);
    expect([2 ** -25, 3 * 2 ** -25].map((value) => values[toFloat16(value)])).toEqual([0, 2 ** -23]);
    expect([65_519, 65_520].map((value) => values[toFloat16(value)])).toEqual([65_504, Infinity]);
  });

  test("knows what it can hold", () => {
    expect([65_504, -65_504, 0, -Infinity].every(fitsFloat16)).toBe(true);
    expect([65_505, -65_505, Infinity, Number.NaN].some(fitsFloat16)).toBe(false);
    expect(float16sOf(Float32Array.of(1, -2, 65_504))).toEqual(Uint16Array.of(0x3c00, 0xc000, 0x7bff));
    for (const value of [65_505, -65_505, -Infinity, Number.NaN])
      expect(float16sOf(Float32Array.of(1, value))).toBeUndefined();
  });
});
