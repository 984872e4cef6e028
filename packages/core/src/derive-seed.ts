import { ArgumentError } from "./argument-error.ts";
import { assertInteger } from "./assert-number.ts";
import { formatValue } from "./format.ts";
import { foldSeed } from "./internal/fold-seed.ts";

/**
 * Derives a new seed from a seed, a purpose, and a path of numbers; always the same for the same three.
 *
 * Use it wherever one seed must give many independent streams: one per epoch, per step, per example. Unlike drawing
 * from a generator, the result does not depend on earlier draws, so a stream can be recreated from its path.
 *
 * The purpose separates unrelated streams that happen to have the same numbers, such as the order of an epoch and the
 * dropout of a step. Choose a purpose that nothing else uses. For one purpose and path, different seeds give different
 * results, and so do different last numbers if all else is equal.
 *
 * @param seed integer from 0 to 2⁵³ − 1
 * @param purpose the use of the stream, such as `"order"`
 * @param path integers from 0 to 2⁵³ − 1
 * @returns an integer from 0 to 2⁵³ − 1
 * @throws ArgumentError when a number is not such an integer, or the purpose is empty
 *
 * @example
 * ```ts
 * import { deriveSeed } from "@dark-knowledge/core";
 *
 * deriveSeed(1, "order", 3) === deriveSeed(1, "order", 3); // => true
 * deriveSeed(1, "order", 3) === deriveSeed(1, "dropout", 3); // => false
 * ```
 */
export function deriveSeed(seed: number, purpose: string, ...path: readonly number[]): number {
  assertInteger("deriveSeed", "seed", seed, { min: 0 });
  let state = foldSeed(foldSeed(START, seed), numberOf(purpose));
  path.forEach((step, index) => {
    assertInteger("deriveSeed", `path[${index}]`, step, { min: 0 });
    state = foldSeed(state, step);
  });
  return state;
}

/** The binary fraction of π, as many digits as fit. */
const START = 0x243f6a8885a3;

/** Maps a name to an integer below 2⁵³: two hashes of its characters, side by side. */
function numberOf(purpose: string): number {
  if (typeof purpose !== "string" || purpose === "") {
    throw new ArgumentError({
      functionName: "deriveSeed",
      argument: "purpose",
      expected: 'must be a name, such as "order"',
      received: formatValue(purpose),
      code: "range",
    });
  }
  let low = 0x811c9dc5;
  let high = 0xcbf29ce4;
  for (let index = 0; index < purpose.length; index++) {
    low = Math.imul(low ^ purpose.charCodeAt(index), 0x01000193);
    high = Math.imul(high ^ purpose.charCodeAt(index), 0x85ebca6b) ^ (high >>> 15);
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}
