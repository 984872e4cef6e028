/** The construction of `deriveSeed` and `createRandom` again, in integers of any size, and backwards. */

const MASK = 0xffffffffn;
const HIGH_MASK = 0x1fffffn;

/** MurmurHash3's finalizer. */
export function mix(value: bigint): bigint {
  let hash = value & MASK;
  hash = ((hash ^ (hash >> 16n)) * 0x85ebca6bn) & MASK;
  hash = ((hash ^ (hash >> 13n)) * 0xc2b2ae35n) & MASK;
  return hash ^ (hash >> 16n);
}

/** Multiplication by the inverses of odd numbers, and shifts undone from the top. */
export function unmix(value: bigint): bigint {
  let hash = value ^ (value >> 16n);
  hash = (hash * inverse(0xc2b2ae35n)) & MASK;
  hash = hash ^ (hash >> 13n) ^ (hash >> 26n);
  hash = (hash * inverse(0x85ebca6bn)) & MASK;
  return hash ^ (hash >> 16n);
}

/** Modulo 2³², by Newton's iteration. */
function inverse(odd: bigint): bigint {
  let guess = odd;
  for (let step = 0; step < 5; step++) guess = (guess * (2n - odd * guess)) & MASK;
  return guess & MASK;
}

export function fold(state: bigint, value: bigint): bigint {
  let low = (state ^ value) & MASK;
  let high = (state ^ value) >> 32n;
  for (const round of [1n, 2n, 3n]) {
    low = mix(low + (high + round) * 0x9e3779b9n);
    high ^= mix(low + round) >> 11n;
  }
  return (high << 32n) | low;
}

/** The state before `value` was folded in. */
export function unfold(folded: bigint, value: bigint): bigint {
  let low = folded & MASK;
  let high = folded >> 32n;
  for (const round of [3n, 2n, 1n]) {
    high ^= mix(low + round) >> 11n;
    low = (unmix(low) - (high + round) * 0x9e3779b9n) & MASK;
  }
  return (((high & HIGH_MASK) << 32n) | low) ^ value;
}

export function numberOf(purpose: string): bigint {
  let low = 0x811c9dc5n;
  let high = 0xcbf29ce4n;
  for (let index = 0; index < purpose.length; index++) {
    const code = BigInt(purpose.charCodeAt(index));
    low = ((low ^ code) * 0x01000193n) & MASK;
    high = (((high ^ code) * 0x85ebca6bn) & MASK) ^ (high >> 15n);
  }
  return ((high >> 11n) << 32n) | low;
}
