import { isTablePath } from "@dark-knowledge/datasets/node";
import { z } from "zod";
import { createOwnDataSchema, type OwnDataSpec } from "../data/own-data-spec.ts";
import type { SpecParts } from "../experiment.ts";
import { createNetSchema, type NetSpec } from "../nets/net-spec.ts";
import { createSeedsSchema } from "../spec/internal/seeds-schema.ts";
import { mergeAll } from "../spec/merge-all.ts";
import { mergeParts } from "../spec/merge-parts.ts";
import { parseSpec } from "../spec/parse-spec.ts";

/** The datasets that `distill` knows. */
const DISTILL_DATASETS = ["digits", "mnist", "fashion-mnist"] as const;

/** Everything that determines the result of a distillation. The locations of its data and output are not part of it. */
export interface DistillSpec {
  /** The name of a known dataset. Left out if `data` is given. */
  readonly dataset?: (typeof DISTILL_DATASETS)[number] | undefined;
  readonly data?: OwnDataSpec | undefined;
  readonly trainSize?: number | undefined;
  readonly testSize?: number | undefined;
  readonly validationSize?: number | undefined;
  readonly transferSize?: number | undefined;
  readonly omit: number[];
  readonly only: number[];
  readonly temperature: number;
  readonly hardWeight: number;
  readonly seeds: number[];
  readonly teacher: NetSpec;
  readonly student: NetSpec;
}

/** Makes the schema of a {@link DistillSpec}. */
export function createDistillSchema(): z.ZodType<DistillSpec> {
  const count = z.int().min(1);
  const classes = z.array(z.int().min(0)).default([]);
  const net = createNetSchema();
  return z
    .strictObject({
      dataset: z.enum(DISTILL_DATASETS).optional().meta({ description: "digits (generated), mnist or fashion-mnist" }),
      data: createOwnDataSchema().optional().meta({ description: "your own data, instead of a named dataset" }),
      trainSize: count.optional().meta({ description: "training examples to use, validation set included" }),
      testSize: count.optional().meta({ description: "test examples to use" }),
      validationSize: z
        .int()
        .min(0)
        .optional()
        .meta({ description: "training examples split off for the learning curves" }),
      transferSize: count.optional().meta({ description: "training examples that the students see" }),
      omit: classes.meta({ description: "classes to leave out of the transfer set" }),
      only: classes.meta({ description: "the only classes in the transfer set" }),
      temperature: z
        .number()
        .positive()
        .max(1e6)
        .meta({ description: "softens the probabilities of both nets; higher is softer" }),
      hardWeight: z
        .number()
        .min(0)
        .max(1)
        .default(0.1)
        .meta({ description: "weight of the hard labels when distilling, 0 to 1; the soft targets get the rest" }),
      seeds: createSeedsSchema().meta({
        description: "one student of each kind for each seed; the teacher uses the first",
      }),
      teacher: net.meta({ description: "the teacher" }),
      student: net.meta({ description: "the students" }),
    })
    .refine(({ dataset, data }) => dataset === undefined || data === undefined, {
      path: ["dataset"],
      message: "must be left out where there is data of your own",
    })
    .refine(({ omit, only }) => omit.length === 0 || only.length === 0, {
      path: ["omit"],
      message: "must not be given together with only",
    })
    .refine(({ dataset, trainSize, testSize }) => dataset !== "digits" || (trainSize && testSize), {
      path: ["trainSize"],
      message: "must be given with testSize for generated digits",
    });
}

const SEEDS = [1, 2, 3];
const SIZES: Readonly<Record<string, number>> = { mnist: 60_000, "fashion-mnist": 60_000, digits: 6500 };

/** The default nets by data. */
const NETS = {
  digits: {
    teacher: { hidden: [400, 400], epochs: 20, dropout: 0.3, jitter: 2 },
    student: { hidden: [100, 100], epochs: 60, batchSize: 32, learningRate: 0.03 },
  },
  images: {
    teacher: { hidden: [1200, 1200], epochs: 20, dropout: 0.3, jitter: 2 },
    student: { hidden: [800, 800], epochs: 15, learningRate: 0.03 },
  },
  table: {
    teacher: { hidden: [512, 512], epochs: 60, batchSize: 64, learningRate: 0.03, dropout: 0.2 },
    student: { hidden: [64], epochs: 60, batchSize: 64, learningRate: 0.03 },
  },
  ownImages: {
    teacher: {
      kind: "cnn",
      filters: [32, 64],
      hidden: [128],
      epochs: 30,
      batchSize: 32,
      learningRate: 0.05,
      jitter: 2,
    },
    student: { kind: "cnn", filters: [16, 32], epochs: 30, batchSize: 32, learningRate: 0.05 },
  },
} as const;

/**
 * Returns the defaults of a run. Sizes that are not given shrink with a given training set, and a net that is given in
 * full has its own settings.
 */
function distillDefaults(given: SpecParts): SpecParts {
  const { dataset = "digits", data, trainSize } = given as Partial<DistillSpec>;
  if (data !== undefined) {
    const isTable = typeof data.path !== "string" || isTablePath(data.path);
    return { seeds: SEEDS, temperature: 4, ...netDefaults(given, isTable ? NETS.table : NETS.ownImages) };
  }
  const isGenerated = dataset === "digits";
  const available = typeof trainSize === "number" ? trainSize : SIZES[dataset]!;
  const validationSize = Math.min(isGenerated ? 500 : 1000, Math.floor(available / 10));
  const transfer = isGenerated ? { transferSize: Math.max(1, Math.min(1000, available - validationSize)) } : {};
  return {
    ...{ dataset, validationSize, seeds: SEEDS, temperature: isGenerated ? 4 : 20 },
    ...(isGenerated ? { trainSize: SIZES.digits, testSize: 4000 } : {}),
    ...transfer,
    ...netDefaults(given, isGenerated ? NETS.digits : NETS.images),
  };
}

/**
 * Returns the default nets. A net of another kind takes its training settings from them; a net from a file takes
 * nothing.
 */
function netDefaults(given: SpecParts, nets: Readonly<Record<string, object>>): SpecParts {
  return Object.fromEntries(
    Object.entries(nets).map(([role, net]) => {
      const { kind: own = "mlp", hidden: _, filters: __, ...training } = net as Record<string, unknown>;
      const { kind = own } = (given[role] ?? {}) as { kind?: unknown };
      if (kind === own) return [role, net];
      return [role, kind === "file" ? { kind } : { kind, ...training }];
    }),
  );
}

/**
 * Resolves the full specification: the parts merged over the defaults, later parts over earlier ones.
 *
 * @throws SpecError for the first field that is wrong
 */
export function resolveDistillSpec(...parts: readonly SpecParts[]): DistillSpec {
  const given = mergeAll(parts);
  return parseSpec(createDistillSchema(), mergeParts(distillDefaults(given), given));
}
