import { z } from "zod";
import { mergeParts, parseSpec } from "./parse-spec.ts";

/** The data sets that the command knows. */
export const DATASETS = ["digits", "mnist", "fashion-mnist"] as const;
export type DatasetName = (typeof DATASETS)[number];

/** How one net is built and trained. */
export interface NetSpec {
  /** Units of each hidden layer. */
  readonly hidden: number[];
  readonly epochs: number;
  readonly batchSize: number;
  /** The learning rate at its highest; it falls to zero along a cosine. */
  readonly learningRate: number;
  /** The share of all steps in which the learning rate rises to its highest; none when left out. */
  readonly warmup?: number | undefined;
  readonly momentum: number;
  /** Steps along Nesterov's look-ahead; plain momentum when left out. */
  readonly nesterov?: boolean | undefined;
  /** Takes the mean of the training set off the inputs while training; as they are when left out. */
  readonly centred?: boolean | undefined;
  /** Share of each hidden layer's units that a step drops. */
  readonly dropout: number;
  readonly inputDropout: number;
  /** Shifts each image by up to this many pixels, anew every epoch. */
  readonly jitter: number;
  /** L2 penalty: this times each weight is added to its gradient, biases apart; none when left out. */
  readonly weightDecay?: number | undefined;
  /** Bound on the norm of each hidden unit's incoming weights; none when left out. */
  readonly maxNorm?: number | undefined;
}

/** Everything that decides what a distillation run gives. Where its data lies and where it writes does not belong to it. */
export interface DistillSpec {
  readonly dataset: DatasetName;
  /** Training examples, the validation set included; all when left out. */
  readonly trainSize?: number | undefined;
  /** Test examples; all when left out. Generated digits need a number. */
  readonly testSize?: number | undefined;
  /** Split off the training set, stratified, for the learning curves. */
  readonly validationSize: number;
  /** Examples that the students are trained on, out of those that the teacher is trained on; all when left out. */
  readonly transferSize?: number | undefined;
  /** Classes that the transfer set lacks. */
  readonly omit: number[];
  /** The only classes that the transfer set has; empty for no restriction. */
  readonly only: number[];
  readonly temperature: number;
  /** Weight of the hard labels when distilling; the soft targets weigh the rest. */
  readonly hardWeight: number;
  /** One student of each kind is trained for each seed; the teacher is trained with the first. */
  readonly seeds: number[];
  readonly teacher: NetSpec;
  readonly student: NetSpec;
}

/** The schema of a list of seeds. */
export function createSeedsSchema(): z.ZodType<number[]> {
  return z
    .array(z.int().min(0))
    .min(1)
    .refine((seeds) => new Set(seeds).size === seeds.length, "seeds must differ");
}

type NetShape = { readonly [Key in keyof Required<NetSpec>]: z.ZodType<NetSpec[Key]> };

/** The schema of a {@link NetSpec}; `hidden` and `epochs` must be given. */
export function createNetSchema(): z.ZodObject<NetShape> {
  const count = z.int().min(1);
  const share = z.number().min(0).lt(1);
  return z.strictObject({
    hidden: z.array(count),
    epochs: count,
    batchSize: count.default(128),
    learningRate: z.number().positive().default(0.1),
    warmup: share.optional(),
    momentum: share.default(0.9),
    nesterov: z.boolean().optional(),
    centred: z.boolean().optional(),
    dropout: share.default(0),
    inputDropout: share.default(0),
    jitter: z.int().min(0).max(8).default(0),
    weightDecay: z.number().min(0).optional(),
    maxNorm: z.number().positive().optional(),
  });
}

function createSchema(): z.ZodType<DistillSpec> {
  const count = z.int().min(1);
  const classes = z.array(z.int().min(0)).default([]);
  const net = createNetSchema();
  const spec = z.strictObject({
    dataset: z.enum(DATASETS),
    trainSize: count.optional(),
    testSize: count.optional(),
    validationSize: z.int().min(0),
    transferSize: count.optional(),
    omit: classes,
    only: classes,
    temperature: z.number().positive(),
    hardWeight: z.number().min(0).max(1).default(0.1),
    seeds: createSeedsSchema(),
    teacher: net,
    student: net,
  });
  return spec
    .refine(({ omit, only }) => omit.length === 0 || only.length === 0, {
      path: ["omit"],
      message: "cannot be given together with only",
    })
    .refine(({ dataset, trainSize, testSize }) => dataset !== "digits" || (trainSize && testSize), {
      path: ["trainSize"],
      message: "generated digits need trainSize and testSize",
    });
}

/** A specification as somebody writes it: any part of it, nested parts too. */
export type PartialSpec = { [Key in keyof DistillSpec]?: DistillSpec[Key] | undefined | PartialNet };
type PartialNet = { [Key in keyof NetSpec]?: NetSpec[Key] | undefined };

const SEEDS = [1, 2, 3];

const MNIST_DEFAULTS: PartialSpec = {
  validationSize: 1000,
  temperature: 20,
  seeds: SEEDS,
  teacher: { hidden: [1200, 1200], epochs: 20, dropout: 0.3, jitter: 2 },
  student: { hidden: [800, 800], epochs: 15, learningRate: 0.03 },
};

/** What a run does unless told otherwise. */
export const DEFAULT_SPECS: Readonly<Record<DatasetName, PartialSpec>> = {
  digits: {
    trainSize: 6500,
    testSize: 4000,
    validationSize: 500,
    transferSize: 1000,
    temperature: 4,
    seeds: SEEDS,
    teacher: { hidden: [400, 400], epochs: 20, dropout: 0.3, jitter: 2 },
    student: { hidden: [100, 100], epochs: 60, batchSize: 32, learningRate: 0.03 },
  },
  mnist: MNIST_DEFAULTS,
  "fashion-mnist": MNIST_DEFAULTS,
};

/**
 * The full specification from its parts, later ones over earlier ones, over the data set's defaults.
 *
 * @throws Error with one line that names the field, what was expected and what came
 */
export function resolveSpec(...parts: readonly PartialSpec[]): DistillSpec {
  const given = parts.reduce(mergeParts, {});
  const dataset = given.dataset ?? "digits";
  const defaults = DEFAULT_SPECS[dataset as DatasetName] ?? {};
  return parseSpec(createSchema(), mergeParts(mergeParts({ dataset: dataset as DatasetName }, defaults), given));
}
