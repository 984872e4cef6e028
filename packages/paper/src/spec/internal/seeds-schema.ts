import { z } from "zod";

/** More seeds than any experiment has; planning so many stages would keep the process busy. */
const MOST = 1000;

/** Makes the schema of a list of seeds. */
export function createSeedsSchema(): z.ZodType<number[]> {
  return z
    .array(z.int().min(0))
    .min(1)
    .max(MOST)
    .refine((seeds) => new Set(seeds).size === seeds.length, "must be different seeds");
}
