import { z } from "zod";
import type { SpecOption, SpecParts } from "../experiment.ts";
import { createOwnDataSchema, type OwnDataSpec } from "./own-data-spec.ts";

/** The datasets that have a name. */
const DATASETS = ["digits", "mnist", "fashion-mnist"] as const;

/** The data of an experiment that runs on any data: a named dataset or the user's own, and how much of it. */
export interface DataSpec {
  /** The name of a known dataset. Left out if `data` is given. */
  readonly dataset?: (typeof DATASETS)[number] | undefined;
  readonly data?: OwnDataSpec | undefined;
  readonly trainSize?: number | undefined;
  readonly testSize?: number | undefined;
  readonly validationSize?: number | undefined;
}

/** The options of a command for the data itself. */
export const DATA_OPTIONS: readonly SpecOption[] = [
  { name: "dataset", path: "dataset", argument: "name" },
  { name: "data", path: "data.path", argument: "path" },
  { name: "label", path: "data.label", argument: "columns" },
  { name: "task", path: "data.task", argument: "kind" },
  { name: "variances", path: "data.variances", value: true },
  { name: "test", path: "data.test", argument: "path" },
  { name: "group", path: "data.group", argument: "column" },
  { name: "weight", path: "data.weight", argument: "column" },
  { name: "ignore", path: "data.ignore", argument: "columns" },
  { name: "text", path: "data.text", argument: "column" },
  { name: "storage", path: "data.storage", argument: "place" },
  { name: "imageSize", path: "data.imageSize", argument: "pixels" },
  { name: "trainSize", path: "trainSize", argument: "n" },
  { name: "testSize", path: "testSize", argument: "n" },
];

/** The kinds of data that have different defaults. */
export const DATA_VARIANTS: readonly { readonly name: string; readonly given: SpecParts }[] = [
  { name: "digits", given: {} },
  { name: "mnist, fashion-mnist", given: { dataset: "mnist" } },
  { name: "a table", given: { data: { path: "table.csv", label: "class" } } },
  { name: "texts", given: { data: { path: "table.csv", label: "class", text: "text" } } },
  { name: "images", given: { data: { path: "images" } } },
];

/** Makes the fields of a {@link DataSpec} for the schema of a specification; {@link checkData} adds what joins them. */
export function createDataFields(): { readonly [Name in keyof DataSpec]-?: z.ZodType<DataSpec[Name]> } {
  const count = z.int().min(1);
  return {
    dataset: z.enum(DATASETS).optional().meta({ description: "digits (generated), mnist or fashion-mnist" }),
    data: createOwnDataSchema().optional().meta({ description: "your own data, instead of a named dataset" }),
    trainSize: count.optional().meta({ description: "training examples to use, validation set included" }),
    testSize: count.optional().meta({ description: "test examples to use" }),
    validationSize: z
      .int()
      .min(0)
      .optional()
      .meta({ description: "training examples split off for the learning curves" }),
  };
}

/** Nothing else runs while they are drawn, and nothing interrupts it: about a millisecond for each. */
const MOST_DIGITS = 100_000;

/** Adds to a schema with {@link createDataFields} what its fields must agree on. */
export function checkData<Spec extends DataSpec>(schema: z.ZodType<Spec>): z.ZodType<Spec> {
  return schema
    .refine(({ dataset, data }) => dataset === undefined || data === undefined, {
      path: ["dataset"],
      message: "must be left out where there is data of your own",
    })
    .refine(({ dataset, trainSize, testSize }) => dataset !== "digits" || (trainSize && testSize), {
      path: ["trainSize"],
      message: "must be given with testSize for generated digits",
    })
    .refine(({ dataset, trainSize }) => dataset !== "digits" || trainSize! <= MOST_DIGITS, {
      path: ["trainSize"],
      message: `must be at most ${MOST_DIGITS} for generated digits`,
    })
    .refine(({ dataset, testSize }) => dataset !== "digits" || testSize! <= MOST_DIGITS, {
      path: ["testSize"],
      message: `must be at most ${MOST_DIGITS} for generated digits`,
    });
}

const SIZES: Readonly<Record<string, number>> = { mnist: 60_000, "fashion-mnist": 60_000, digits: 6500 };

/** Returns the default sizes, which shrink with a given training set. Own data has none. */
export function dataDefaults({ dataset = "digits", data, trainSize }: SpecParts & DataSpec): DataSpec {
  if (data !== undefined) return {};
  const isGenerated = dataset === "digits";
  const available = typeof trainSize === "number" ? trainSize : SIZES[dataset]!;
  return {
    ...{ dataset, validationSize: Math.min(isGenerated ? 500 : 1000, Math.floor(available / 10)) },
    ...(isGenerated ? { trainSize: SIZES.digits, testSize: 4000 } : {}),
  };
}
