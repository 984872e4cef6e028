import { z } from "zod";
import { createRecipesSchema } from "./internal/recipes-schema.ts";

/** A comparison of nets that are compressed before and after they are adapted to a task: some of the classes. */
export interface AdaptationSpec {
  /** The classes of the task, by their places. */
  readonly classes: number[];
  /** The net, by its name. */
  readonly net?: string | undefined;
  /** The passes over the examples of the task by which a net is adapted. */
  readonly epochs: number;
  readonly recipes: string[];
}

/** Makes the schema of an {@link AdaptationSpec}. */
export function createAdaptationSchema(): z.ZodType<AdaptationSpec> {
  return z
    .strictObject({
      classes: z
        .array(z.int().min(0))
        .min(2)
        .refine((all) => new Set(all).size === all.length, "must be different classes")
        .meta({ description: "compare nets compressed before and after they are adapted to these classes, from 0" }),
      net: z.string().optional().meta({ description: "the net that is adapted, by its name; default: the first one" }),
      epochs: z
        .int()
        .min(1)
        .default(4)
        .meta({ description: "passes over the examples of these classes by which a net is adapted" }),
      recipes: createRecipesSchema()
        .min(1)
        .refine((all) => !all.some((recipe) => recipe.includes("int8")), "must be without int8, which is not trained")
        .default(["quantise:4", "units:0.5", "prune:0.9,share:4"])
        .meta({ description: "ways to compress it before and after" }),
    })
    .meta({ description: "a comparison of compression before and after adaptation to a task" });
}
