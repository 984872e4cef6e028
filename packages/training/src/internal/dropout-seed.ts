import { deriveSeed } from "@dark-knowledge/core";

/** The seed of one layer's dropout in one step: from 1 to 2³² − 1, because tfjs takes 0 for none. */
export function dropoutSeed(stepSeed: number, layer: number): number {
  return 1 + (deriveSeed(stepSeed, "dropout layer", layer) % (2 ** 32 - 1));
}
