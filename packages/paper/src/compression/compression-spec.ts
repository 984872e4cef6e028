import { z } from "zod";
import { checkData, createDataFields, type DataSpec, dataDefaults } from "../data/data-spec.ts";
import type { SpecParts } from "../experiment.ts";
import { createNetSchema, type NetSpec } from "../nets/net-spec.ts";
import { createSeedsSchema } from "../spec/internal/seeds-schema.ts";
import { resolveParts } from "../spec/resolve-parts.ts";
import { SpecError } from "../spec/spec-error.ts";
import { compressionDefaults } from "./internal/compression-defaults.ts";
import { parseRecipe, RECIPE_METHODS, type RecipeStep, writeRecipe } from "./internal/recipe.ts";

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
  readonly recoveryTemperature: number;
};

/** Everything that determines the result of a comparison of compressed nets. */
export interface CompressionSpec extends DataSpec {
  readonly teacher: NetSpec;
  readonly teacherSeeds: number[];
  readonly temperature: number;
  readonly hardWeight: number;
  readonly nets: CompressedNetSpec[];
  readonly tolerance: number;
  readonly errorRate?: number | undefined;
  readonly seeds: number[];
}

function keyOf(text: string): string {
  return writeRecipe(parseRecipe(text) ?? []);
}

/** Makes the schema of a {@link CompressionSpec}; `only` names some of its nets, and is no part of it once it is resolved. */
export function createCompressionSchema(): z.ZodType<CompressionSpec & { readonly only?: string[] | undefined }> {
  const seeds = createSeedsSchema();
  const temperature = z.number().positive().min(1e-6).max(1e6);
  const recipe = z
    .string()
    .refine(
      (text) => parseRecipe(text) !== undefined,
      `must be steps of ${RECIPE_METHODS.join(", ")}, as in prune:0.9,share:4`,
    );
  const recipes = z
    .array(recipe)
    .refine((all) => new Set(all.map(keyOf)).size === all.length, "must be different recipes");
  const net = createNetSchema({
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
    recoveryRate: z
      .number()
      .positive()
      .min(1e-6)
      .max(1)
      .default(3e-3)
      .meta({ description: "highest learning rate of Adam after each step; it falls to zero along a cosine" }),
  });
  return checkData(
    z
      .strictObject({
        ...createDataFields(),
        teacher: createNetSchema().meta({ description: "the net whose soft targets the others learn from" }),
        teacherSeeds: seeds.meta({ description: "one teacher per seed; nets use them in turn" }),
        temperature: temperature.meta({
          description: "temperature of the soft targets that uncompressed nets learn from",
        }),
        hardWeight: z
          .number()
          .min(0)
          .max(1)
          .meta({ description: "weight of the labels beside soft targets, which get the rest" }),
        nets: z
          .array(net as unknown as z.ZodType<CompressedNetSpec>)
          .min(1)
          .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "must have different names"),
        tolerance: z.number().min(0).max(1).meta({
          description: "the share of more errors that a small form may make, for the choice on the validation set",
        }),
        errorRate: z
          .number()
          .gt(0)
          .max(1)
          .optional()
          .meta({ description: "the error rate for which the smallest of all nets is chosen on the validation set" }),
        only: z.array(z.string()).min(1).optional().meta({ description: "only these nets, by their names" }),
        seeds: seeds.meta({ description: "everything but the teachers once per seed" }),
      })
      .refine(({ data }) => data?.text === undefined, {
        path: ["data", "text"],
        message: "must be left out: nets for texts are not compressed here",
      })
      .refine(({ data }) => (data?.task ?? "classes") === "classes", {
        path: ["data", "task"],
        message: "must be classes here",
      })
      .refine(({ dataset, validationSize }) => dataset === undefined || (validationSize ?? 0) >= 10, {
        path: ["validationSize"],
        message: "must be at least 10: choices are made on the validation set",
      }),
  );
}

/** Resolves the full specification; throws a SpecError for the first field that is wrong. */
export function resolveCompressionSpec(...parts: readonly SpecParts[]): CompressionSpec {
  const { only, ...spec } = resolveParts(createCompressionSchema(), parts, (given: SpecParts & DataSpec) => {
    const dataset = given.data === undefined ? (given.dataset ?? "mnist") : undefined;
    const sizes = dataDefaults({ ...given, ...(dataset === undefined ? {} : { dataset }) });
    return { ...sizes, ...compressionDefaults(given, dataset) };
  });
  if (only === undefined) return spec;
  const names = spec.nets.map(({ name }) => name);
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new SpecError("only", `must be some of ${names.join(", ")}`, unknown);
  return { ...spec, nets: spec.nets.filter(({ name }) => only.includes(name)) };
}

/** The steps of a recipe of a specification. */
export function stepsOf(recipe: string): readonly RecipeStep[] {
  return parseRecipe(recipe)!;
}
