import { z } from "zod";
import type { SpecParts } from "../experiment.ts";
import { createNetSchema, type NetSpec } from "../nets/net-spec.ts";
import { createSeedsSchema } from "../spec/internal/seeds-schema.ts";
import { createTemperatureSchema } from "../spec/internal/temperature-schema.ts";
import { resolveParts } from "../spec/resolve-parts.ts";

/** The sentences that keep their labels. */
export interface LabelsSpec {
  /** From 0 to 1. */
  readonly share: number;
  /** Passes over them of the student that learns from nothing else, and its examples per step. */
  readonly epochs: number;
  readonly batchSize: number;
}

/**
 * Everything that determines the result of `reproduce intents`. The locations of its data and output are not part of
 * it.
 */
export interface IntentsSpec {
  /** `"clinc150"`: requests to an assistant; `"generated"`: sentences of a made-up language, in seconds. */
  readonly dataset: "clinc150" | "generated";
  /** `"validation"` measures on the validation set, so that choices can be made without the test set. */
  readonly measuredOn: "test" | "validation";
  readonly labels: LabelsSpec[];
  /** Each is one draw of the labelled sentences, and the seed of every net. */
  readonly seeds: number[];
  /** Candidates for the head of the teacher; the validation set decides, draw by draw. */
  readonly heads: NetSpec[];
  /** Candidates for the number of nearest neighbours that vote. */
  readonly neighbours: number[];
  /** How the student sees a sentence. */
  readonly features: {
    /** The number of hash values. */
    readonly size: number;
    /** The shortest and the longest run of words. */
    readonly words: [number, number];
    /** The same of characters within a word. */
    readonly characters: [number, number];
  };
  /** The student; its epochs are passes over all sentences. */
  readonly student: NetSpec;
  readonly temperature: number;
  readonly hardWeight: number;
}

const adam = { optimizer: "adam", batchSize: 128 } as const;

const DEFAULTS = {
  dataset: "clinc150",
  measuredOn: "test",
  labels: [
    { share: 0.03, epochs: 20, batchSize: 32 },
    { share: 0.1, epochs: 15, batchSize: 64 },
    { share: 1, epochs: 6, batchSize: 256 },
  ],
  seeds: [1, 2, 3, 4, 5],
  heads: [
    { hidden: [], epochs: 40, learningRate: 0.05, ...adam },
    { hidden: [], epochs: 20, learningRate: 0.02, ...adam },
    { hidden: [512], epochs: 20, learningRate: 0.005, dropout: 0.5, ...adam },
  ],
  neighbours: [1, 3, 5, 10, 20],
  features: { size: 8192, words: [1, 2], characters: [3, 3] },
  student: { hidden: [128], epochs: 6, learningRate: 0.006, dropout: 0.3, ...adam, batchSize: 256 },
  temperature: 1,
  hardWeight: 0.1,
};

const SMOKE = {
  ...DEFAULTS,
  dataset: "generated",
  labels: [{ share: 0.05, epochs: 15, batchSize: 8 }],
  seeds: [1, 2],
  heads: [
    { hidden: [], epochs: 20, learningRate: 0.1, ...adam, batchSize: 16 },
    { hidden: [], epochs: 40, learningRate: 0.1, ...adam, batchSize: 16 },
  ],
  features: { size: 512, words: [1, 1], characters: [3, 3] },
  student: { hidden: [16], epochs: 8, learningRate: 0.02, ...adam, batchSize: 32 },
};

/**
 * Resolves the full specification: the parts merged over the defaults of real or generated data, later parts over
 * earlier ones.
 *
 * @throws SpecError for the first field that is wrong
 */
export function resolveIntentsSpec(...parts: readonly SpecParts[]): IntentsSpec {
  return resolveParts(createIntentsSchema(), parts, ({ dataset }) => (dataset === "generated" ? SMOKE : DEFAULTS));
}

/** Makes the schema of an {@link IntentsSpec}. */
export function createIntentsSchema(): z.ZodType<IntentsSpec> {
  const count = z.int().min(1).max(1_000_000);
  const range = z.tuple([count.max(100), count.max(100)]);
  return z.strictObject({
    dataset: z
      .enum(["clinc150", "generated"])
      .meta({ description: "requests to an assistant in 150 intents, or generated sentences" }),
    measuredOn: z
      .enum(["test", "validation"])
      .meta({ description: "the sentences that figures are measured on; validation for choices" }),
    labels: z
      .array(
        z.strictObject({
          share: z.number().positive().max(1).meta({ description: "share of the sentences that keep their labels" }),
          epochs: count.meta({ description: "passes over them of the student on labels alone" }),
          batchSize: count.meta({ description: "its examples per step" }),
        }),
      )
      .min(1)
      .refine((all) => new Set(all.map(({ share }) => share)).size === all.length, "must be different shares")
      .meta({ description: "how many of the training sentences are labelled; all are transfer set" }),
    seeds: createSeedsSchema().meta({ description: "one draw of the labels and one net of each kind per seed" }),
    heads: z
      .array(createNetSchema())
      .min(1)
      .meta({ description: "candidates for the head of the teacher; the validation set decides" }),
    neighbours: z.array(count).min(1).meta({ description: "candidates for the number of neighbours that vote" }),
    features: z.strictObject({
      size: count.meta({ description: "number of hash values" }),
      words: range.meta({ description: "shortest and longest run of words" }),
      characters: range.meta({ description: "shortest and longest run of characters within a word" }),
    }),
    student: createNetSchema().meta({ description: "the student; its epochs are passes over all sentences" }),
    temperature: createTemperatureSchema().meta({ description: "temperature of the soft targets" }),
    hardWeight: z
      .number()
      .min(0)
      .max(1)
      .meta({ description: "weight of the labels when distilling, 0 to 1; the soft targets get the rest" }),
  });
}
