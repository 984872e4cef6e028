import type { Random } from "@dark-knowledge/core";

const SCALE = Math.sqrt(3);

/**
 * A bell-shaped random number of mean 0 and standard deviation 1, never beyond ±3.5: four uniform ones, added.
 *
 * Unlike a normal number it needs no logarithm or cosine, whose last bit may differ between machines, and it has no tail
 * that would tear a drawing apart.
 */
export function bell(random: Random): number {
  return (random.uniform() + random.uniform() + random.uniform() + random.uniform() - 2) * SCALE;
}

/** A {@link bell} number of another mean and deviation, kept between `smallest` and `largest`. */
export function bellBetween(
  random: Random,
  mean: number,
  deviation: number,
  smallest: number,
  largest: number,
): number {
  return Math.min(largest, Math.max(smallest, mean + deviation * bell(random)));
}
