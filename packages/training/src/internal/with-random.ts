import type { Random } from "@dark-knowledge/core";

/**
 * Runs a function with a generator in the place of `Math.random`, from which tfjs draws where it has no seed: the masks
 * of recurrent and spatial dropout, Gaussian noise, and `tf.randomNormal` in a custom function. Nothing else runs
 * meanwhile.
 */
export function withRandom<Result>(random: Random, run: () => Result): Result {
  const { random: own } = Math;
  Math.random = () => random.uniform();
  try {
    return run();
  } finally {
    Math.random = own;
  }
}
