import { expect, test } from "vitest";
import { epochAugmentationSeed } from "../src/index.ts";

test("epochAugmentationSeed(seed, epoch) differs between epochs and seeds, is never 0 and fits in 32 bits", () => {
  const seeds = [0, 1, 2].flatMap((seed) =>
    Array.from({ length: 50 }, (_, epoch) => epochAugmentationSeed(seed, epoch)),
  );
  expect(new Set(seeds).size).toBe(150);
  expect(seeds.every((seed) => Number.isInteger(seed) && seed > 0 && seed < 2 ** 32)).toBe(true);
});

test("epochAugmentationSeed(seed, epoch) names what is wrong", () => {
  expect(() => epochAugmentationSeed(-1, 0)).toThrow("epochAugmentationSeed: seed must be an integer");
  expect(() => epochAugmentationSeed(0, 0.5)).toThrow("epochAugmentationSeed: epoch must be an integer");
});
