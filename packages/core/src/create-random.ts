import { ArgumentError } from "./argument-error.ts";
import { assertInteger } from "./assert-number.ts";
import { formatValue } from "./format.ts";
import { foldSeed, mix32 } from "./internal/fold-seed.ts";

/** The whole state of a {@link Random}: four unsigned 32-bit integers, not all zero. Plain data, safe in JSON. */
export type RandomState = readonly [number, number, number, number];

/** A seeded stream of random numbers. Two streams with the same seed are equal on every machine; with different seeds they differ. */
export interface Random {
  /** Returns the next unsigned 32-bit integer. */
  uint32(): number;
  /** Returns the next number in [0, 1), with 53 random bits. */
  uniform(): number;
  /** Returns the next integer in [0, `bound`), without bias; `bound` from 1 to 2³². */
  integer(bound: number): number;
  /** Returns the next number of the standard normal distribution. */
  normal(): number;
  /** Returns a random order of the integers from 0 to `length` − 1. */
  permutation(length: number): Int32Array;
  /** Returns the state, to resume from later with {@link restoreRandom}. */
  state(): RandomState;
}

/**
 * Creates a seeded random generator: xoshiro128** of Blackman and Vigna (2018), period 2¹²⁸ − 1.
 *
 * The generator is fast and passes the usual statistical batteries. It is not for cryptography.
 *
 * @param seed integer from 0 to 2⁵³ − 1; there is no default, because results must be reproducible
 * @throws ArgumentError when `seed` is not such an integer
 *
 * @example
 * ```ts
 * import { createRandom } from "@dark-knowledge/core";
 *
 * const random = createRandom(7);
 * const again = createRandom(7);
 * random.uniform() === again.uniform(); // => true
 * Array.from(createRandom(7).permutation(5)).sort(); // => [0, 1, 2, 3, 4]
 * ```
 */
export function createRandom(seed: number): Random {
  assertInteger("createRandom", "seed", seed, { min: 0 });
  return fromState(firstState(seed));
}

/** The first two words identify the seed: no two seeds share both. The last is never 0. */
function firstState(seed: number): RandomState {
  const one = foldSeed(1, seed);
  const other = foldSeed(2, seed);
  return [one >>> 0, mix32(Math.floor(one / 2 ** 32)), other >>> 0, mix32(Math.floor(other / 2 ** 32) + 2 ** 31)];
}

/**
 * Creates a random generator that resumes exactly where {@link Random.state} was taken.
 *
 * @throws ArgumentError when `state` is not four unsigned 32-bit integers, or all are zero
 *
 * @example
 * ```ts
 * import { createRandom, restoreRandom } from "@dark-knowledge/core";
 *
 * const random = createRandom(7);
 * random.normal();
 * const copy = restoreRandom(random.state());
 * copy.normal() === random.normal(); // => true
 * ```
 */
export function restoreRandom(state: RandomState): Random {
  const hasFour = Array.isArray(state) && state.length === 4;
  // Spread, because `every` skips the holes of a sparse array.
  const words: readonly unknown[] = hasFour ? [...state] : [];
  if (!words.every(isUint32) || !words.some((word) => word !== 0)) {
    throw new ArgumentError({
      functionName: "restoreRandom",
      argument: "state",
      expected: "must be four unsigned 32-bit integers, not all zero",
      received: hasFour ? `[${words.map(formatValue).join(", ")}]` : formatValue(state),
      code: "state",
    });
  }
  return fromState(state);
}

function isUint32(word: unknown): boolean {
  return Number.isInteger(word) && (word as number) >= 0 && (word as number) < 2 ** 32;
}

function fromState(state: RandomState): Random {
  let [a, b, c, d] = state;

  function uint32(): number {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  }

  function uniform(): number {
    return ((uint32() >>> 5) * 2 ** 26 + (uint32() >>> 6)) * 2 ** -53;
  }

  /** Redraws below the remainder, so that every residue is equally likely. */
  function integer(bound: number): number {
    assertInteger("Random.integer", "bound", bound, { min: 1, max: 2 ** 32 });
    const remainder = 2 ** 32 % bound;
    let draw = uint32();
    while (draw < remainder) draw = uint32();
    return draw % bound;
  }

  /** The Box–Muller transform. The second value of each pair is dropped, so that the state stays four words. */
  function normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  }

  function permutation(length: number): Int32Array {
    assertInteger("Random.permutation", "length", length, { min: 0, max: 2 ** 31 - 1 });
    const order = Int32Array.from({ length }, (_, index) => index);
    for (let last = length - 1; last > 0; last--) {
      const other = integer(last + 1);
      const swapped = order[last]!;
      order[last] = order[other]!;
      order[other] = swapped;
    }
    return order;
  }

  return {
    uint32,
    uniform,
    integer,
    normal,
    permutation,
    state: () => [a >>> 0, b >>> 0, c >>> 0, d >>> 0],
  };
}
