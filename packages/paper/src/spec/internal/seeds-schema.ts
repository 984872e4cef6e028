import { z } from "zod";

/** Makes the schema of a list of seeds. */
export function createSeedsSchema(): z.ZodType<number[]> {
  return z
    .array(z.int().min(0))
    .min(1)
    .refine((seeds) => new Set(seeds).size === seeds.length, "must be different seeds");
}
