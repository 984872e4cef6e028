const MAX = 65504;
const scratch = new Float32Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

/**
 * Returns the bits of the float32 that equals a float16, given by its bits.
 *
 * @example
 * ```ts
 * import { float16Bits, toFloat16 } from "@dark-knowledge/core/arrow";
 *
 * float16Bits(toFloat16(1)) === 0x3f800000; // => true
 * ```
 */
export function float16Bits(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = half & 0x7c00;
  if (exponent !== 0 && exponent !== 0x7c00) return sign | (((half & 0x7fff) << 13) + 0x38000000);
  const fraction = half & 1023;
  if (exponent !== 0) return sign | 0x7f800000 | (fraction << 13);
  // Zero, or subnormal: a multiple of 2⁻²⁴.
  scratch[0] = fraction * 2 ** -24;
  return sign | scratchBits[0]!;
}

/**
 * Whether float16 can hold a number: within ±65,504, or −∞.
 *
 * @see {@link float16sOf}
 */
export function fitsFloat16(value: number): boolean {
  return value === -Infinity || Math.abs(value) <= MAX;
}

/**
 * Returns the bits of the nearest float16, ties to even, as the Arrow and IEEE formats have them.
 *
 * @see {@link float16Bits}
 */
export function toFloat16(value: number): number {
  scratch[0] = value;
  const bits = scratchBits[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  // From 65,520 on, halfway to the next power of two, everything rounds to infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Subnormal: the hardware rounds the sum to a multiple of 2⁻²⁴, which is the distance of two subnormal numbers.
    scratch[0] = Math.abs(scratch[0]!) + 0.5;
    return sign | (scratchBits[0]! - 0x3f000000);
  }
  const isOdd = (magnitude >>> 13) & 1;
  return sign | ((magnitude - 0x38000000 + 0xfff + isOdd) >>> 13);
}

/**
 * Returns the bits of the nearest float16 of each number; undefined where one is not finite or above 65,504.
 *
 * @example
 * ```ts
 * import { float16sOf } from "@dark-knowledge/core/arrow";
 *
 * float16sOf(Float32Array.of(1, -2)); // => Uint16Array.of(0x3c00, 0xc000)
 * float16sOf(Float32Array.of(1e6)); // => undefined
 * ```
 */
export function float16sOf(values: Float32Array): Uint16Array | undefined {
  return values.every((value) => Math.abs(value) <= MAX) ? Uint16Array.from(values, toFloat16) : undefined;
}
