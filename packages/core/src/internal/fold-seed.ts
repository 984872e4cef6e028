const HIGH = 2 ** 32;

/**
 * Mixes an integer into a state, both from 0 to 2⁵³ − 1: three rounds over the lower 32 bits and the upper 21.
 *
 * One-to-one in both arguments: with the same state, different values give different results, and with the same value
 * so do different states. So no difference between two seeds is lost.
 */
export function foldSeed(state: number, value: number): number {
  let low = ((state >>> 0) ^ (value >>> 0)) >>> 0;
  let high = Math.floor(state / HIGH) ^ Math.floor(value / HIGH);
  for (let round = 1; round <= 3; round++) {
    low = mix32(low + Math.imul(high + round, 0x9e3779b9));
    high ^= mix32(low + round) >>> 11;
  }
  return high * HIGH + low;
}

/** The finalizer of MurmurHash3; one-to-one. */
export function mix32(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
