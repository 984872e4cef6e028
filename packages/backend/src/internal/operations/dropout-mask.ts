/** Which of the 2³² numbers that a hash can be are dropped: those below this one. */
export function dropoutThreshold(rate: number): number {
  return Math.floor(rate * 2 ** 32);
}

const SIGN = 1 << 31;

/**
 * 0 for every element that is dropped, `1 / (1 − rate)` for every other.
 *
 * The number of an element is a hash of its position and the seed (the finaliser of MurmurHash3), so that a kernel can draw
 * any of them again; `assembly/dropout.ts` draws the same ones.
 */
export function dropoutMask(count: number, rate: number, seed: number): Float32Array {
  // Numbers without a sign in the order of numbers with one, and bits in place of floats: without a branch, which half of the time would be guessed wrongly.
  const threshold = dropoutThreshold(rate) ^ SIGN;
  const scale = new Int32Array(Float32Array.of(1 / (1 - rate)).buffer)[0]!;
  const key = Math.imul(seed, 0x27d4eb2f);
  const mask = new Int32Array(count);
  for (let index = 0; index < count; index++) {
    let h = (seed + Math.imul(index, 0x9e3779b9)) | 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) ^ key;
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
    mask[index] = (h ^ SIGN) >= threshold ? scale : 0;
  }
  return new Float32Array(mask.buffer);
}
