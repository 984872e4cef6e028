import { z } from "zod";
import { checkData, createDataFields, type DataSpec, dataDefaults } from "../data/data-spec.ts";
import type { SpecParts } from "../experiment.ts";
import { createNetSchema, type NetSpec } from "../nets/net-spec.ts";
import { createSeedsSchema } from "../spec/internal/seeds-schema.ts";
import { createTemperatureSchema } from "../spec/internal/temperature-schema.ts";
import { resolveParts } from "../spec/resolve-parts.ts";
import { SpecError } from "../spec/spec-error.ts";
import { type AdaptationSpec, createAdaptationSchema } from "./adaptation-spec.ts";
import { type CompressedNetSpec, createCompressedNetSchema } from "./compressed-net-spec.ts";
import { compressionDefaults } from "./internal/compression-defaults.ts";
import { parseRecipe, type RecipeStep } from "./internal/recipe.ts";

/** Everything that determines the result of a comparison of compressed nets. */
export interface CompressionSpec extends DataSpec {
  readonly teacher: NetSpec;
  readonly teacherSeeds: number[];
  readonly temperature: number;
  readonly hardWeight: number;
  readonly nets: CompressedNetSpec[];
  readonly tolerance: number;
  readonly errorRate?: number | undefined;
  /** Left out where no net is adapted to a task. */
  readonly adaptation?: AdaptationSpec | undefined;
  readonly seeds: number[];
}

/** Makes the schema of a {@link CompressionSpec}; `only` names some of its nets, and is no part of it once it is resolved. */
export function createCompressionSchema(): z.ZodType<CompressionSpec & { readonly only?: string[] | undefined }> {
  const seeds = createSeedsSchema();
  return checkData(
    z
      .strictObject({
        ...createDataFields(),
        teacher: createNetSchema().meta({ description: "the net whose soft targets the others learn from" }),
        teacherSeeds: seeds.meta({ description: "one teacher per seed; nets use them in turn" }),
        temperature: createTemperatureSchema().meta({
          description: "temperature of the soft targets that uncompressed nets learn from",
        }),
        hardWeight: z
          .number()
          .min(0)
          .max(1)
          .meta({ description: "weight of the labels beside soft targets, which get the rest" }),
        nets: z
          .array(createCompressedNetSchema())
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
        adaptation: createAdaptationSchema().optional(),
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
  const names = spec.nets.map(({ name }) => name);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new SpecError("only", `must be some of ${names.join(", ")}`, unknown);
  const nets = only === undefined ? spec.nets : spec.nets.filter(({ name }) => only.includes(name));
  if (spec.adaptation === undefined) return { ...spec, nets };
  const known = nets.map(({ name }) => name);
  const { net = known[0]! } = spec.adaptation;
  if (!known.includes(net)) throw new SpecError("adaptation.net", `must be one of ${known.join(", ")}`, net);
  return { ...spec, nets, adaptation: { ...spec.adaptation, net } };
}

/** The steps of a recipe of a specification. */
export function stepsOf(recipe: string): readonly RecipeStep[] {
  return parseRecipe(recipe)!;
}
