/** Which of the 2³² numbers that a hash can be are dropped: those below this one. */
export function dropoutThreshold(rate: number): number {
  return Math.floor(rate * 2 ** 32);
}

/**
 * 0 for every element that is dropped, `1 / (1 − rate)` for every other.
 *
 * The number of an element is a hash of its position and the seed (the finaliser of MurmurHash3), so that a kernel can draw
 * any of them again; `assembly/dropout.ts` draws the same ones.
 */
export function dropoutMask(count: number, rate: number, seed: number): Float32Array {
  const threshold = dropoutThreshold(rate);
  const scale = 1 / (1 - rate);
  const key = Math.imul(seed, 0x27d4eb2f);
  const mask = new Float32Array(count);
  for (let index = 0; index < count; index++) {
    let h = (seed + Math.imul(index, 0x9e3779b9)) | 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) ^ key;
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
    if (h >>> 0 >= threshold) mask[index] = scale;
  }
  return mask;
}
