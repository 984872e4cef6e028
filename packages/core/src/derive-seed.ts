import { assertInteger } from "./assert-number.ts";

/**
 * A new seed from a seed and a path of numbers, the same for the same path always.
 *
 * Use it wherever one seed has to give many independent streams: one per epoch, per step, per example. Unlike drawing
 * from a generator, the result does not depend on what was drawn before, so a stream can be made again from its path.
 * Each number is folded in by the 32-bit finalizer of MurmurHash3.
 *
 * @param seed integer from 0 to 2⁵³ − 1
 * @param path integers of the same range
 * @returns an integer from 0 to 2³² − 1
 * @throws ArgumentError when a number is not such an integer
 *
 * @example
 * ```ts
 * import { deriveSeed } from "@dark-knowledge/core";
 *
 * deriveSeed(1, 2, 3) === deriveSeed(1, 2, 3); // => true
 * deriveSeed(1, 2, 3) === deriveSeed(1, 3, 2); // => false
 * ```
 */
export function deriveSeed(seed: number, ...path: readonly number[]): number {
  assertInteger("deriveSeed", "seed", seed, { min: 0 });
  let state = fold(0x243f6a88, seed);
  path.forEach((step, index) => {
    assertInteger("deriveSeed", `path[${index}]`, step, { min: 0 });
    state = fold(state, step);
  });
  return state;
}

/** Mixes both 32-bit halves of an integer below 2⁵³ into a 32-bit state. */
function fold(state: number, value: number): number {
  const low = mix32((state + 0x9e3779b9 + (value >>> 0)) >>> 0);
  return mix32((low + 0x85ebca6b + Math.floor(value / 2 ** 32)) >>> 0);
}

function mix32(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
