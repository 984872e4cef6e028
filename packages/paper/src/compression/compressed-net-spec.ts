import { z } from "zod";
import { createNetSchema, type NetSpec } from "../nets/net-spec.ts";
import { createTemperatureSchema } from "../spec/internal/temperature-schema.ts";
import { RECIPE_METHODS } from "./internal/recipe.ts";
import { createRecipesSchema } from "./internal/recipes-schema.ts";

/** A net that is trained, and then compressed by several recipes. */
export type CompressedNetSpec = NetSpec & {
  /** In tables and in the names of stages. */
  readonly name: string;
  readonly learnsFrom: "labels" | "teacher";
  readonly recipes: string[];
  /** The recipes whose damage is repaired by labels, too. */
  readonly byLabels: string[];
  readonly recoversFrom: "teacher" | "itself" | "both";
  readonly recoveryEpochs: number;
  /** The same after steps that only change the values of weights. */
  readonly codeEpochs: number;
  readonly recoveryRate: number;
  /** The same after steps that only change the values of weights. Default: the same. */
  readonly codeRate?: number | undefined;
  readonly recoveryTemperature: number;
};

/** Makes the schema of a {@link CompressedNetSpec}. */
export function createCompressedNetSchema(): z.ZodType<CompressedNetSpec> {
  const rate = () => z.number().positive().min(1e-6).max(1);
  const temperature = createTemperatureSchema();
  const recipes = createRecipesSchema();
  return createNetSchema({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][\w.-]*$/, "must be letters, digits, dots, hyphens and underscores")
      .meta({ description: "its name in tables" }),
    learnsFrom: z
      .enum(["labels", "teacher"])
      .default("labels")
      .meta({ description: "what the uncompressed net learns from" }),
    recipes: recipes.min(1).meta({
      description: `ways to compress it, steps of ${RECIPE_METHODS.join(", ")}, as in prune:0.9,share:4; after each step it learns from soft targets`,
    }),
    byLabels: recipes
      .default([])
      .meta({ description: "recipes that are also tried with labels alone after each step" }),
    recoversFrom: z.enum(["teacher", "itself", "both"]).default("teacher").meta({
      description: "whose soft targets repair it: the teacher's, those of the net as it was, or the mean of both",
    }),
    recoveryEpochs: z.int().min(1).meta({ description: "passes over the training set after each step" }),
    codeEpochs: z
      .int()
      .min(1)
      .default(1)
      .meta({ description: "passes over the training set after share and quantise, which cost less accuracy" }),
    recoveryTemperature: temperature
      .default(2)
      .meta({ description: "temperature of the soft targets after each step, where few epochs ask for a low one" }),
    recoveryRate: rate()
      .default(3e-3)
      .meta({ description: "highest learning rate of Adam after each step; it falls to zero along a cosine" }),
    codeRate: rate()
      .optional()
      .meta({ description: "the same after share and quantise; left out: as after other steps" }),
  }) as unknown as z.ZodType<CompressedNetSpec>;
}
