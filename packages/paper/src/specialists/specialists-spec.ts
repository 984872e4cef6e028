import { z } from "zod";
import type { SpecParts } from "../experiment.ts";
import { createNetSchema, type NetSpec } from "../nets/net-spec.ts";
import { createSeedsSchema } from "../spec/internal/seeds-schema.ts";
import { mergeAll } from "../spec/merge-all.ts";
import { mergeParts } from "../spec/merge-parts.ts";
import { parseSpec } from "../spec/parse-spec.ts";

/** Everything that decides what `reproduce specialists` gives. Where its data lies and where it writes does not belong to it. */
export interface SpecialistsSpec {
  /** `"emnist-byclass"`: handwritten characters in 62 classes; `"generated"`: small examples in clusters that are known. */
  readonly dataset: "emnist-byclass" | "generated";
  /** Training examples to use, the validation set included; all when left out. */
  readonly trainSize?: number | undefined;
  /** Split off the training set, stratified; everything is chosen on it. */
  readonly validationSize: number;
  /** Everything is done once for each seed. */
  readonly seeds: number[];
  /** The nets that see all classes: generalist, members of the ensemble, students. */
  readonly generalist: NetSpec;
  readonly specialists: {
    /** How many sets of classes. */
    readonly clusters: number;
    /** How many classes each set has, so that sets may overlap; with null each class is in exactly one. */
    readonly size: number | null;
    readonly epochs: number;
    readonly learningRate: number;
    /** How many epochs without a better validation likelihood are waited for. */
    readonly patience: number;
    /** Of the soft targets. */
    readonly temperature: number;
    /** What examples of other classes teach: the generalist's soft targets, or the dustbin as their label. */
    readonly restTargets: "soft" | "hard";
  };
  /** How many of the generalist's most probable classes make specialists active: what to choose from. */
  readonly topClasses: number[];
  /** How many experts the mixture has, each of them as large as the generalist. */
  readonly experts: number;
  /** How the combined answer is distilled into one net. */
  readonly distillation: { readonly temperature: number; readonly hardWeight: number };
}

const DEFAULTS = {
  dataset: "emnist-byclass",
  validationSize: 10_000,
  seeds: [1, 2, 3],
  generalist: { hidden: [64], epochs: 10, batchSize: 128, learningRate: 0.1, momentum: 0.9 },
  specialists: {
    clusters: 10,
    size: 8,
    epochs: 6,
    learningRate: 0.1,
    patience: 3,
    temperature: 1,
    restTargets: "hard",
  },
  topClasses: [1, 2, 3],
  experts: 4,
  distillation: { temperature: 2, hardWeight: 0.1 },
};

const SMOKE = {
  ...DEFAULTS,
  dataset: "generated",
  validationSize: 300,
  seeds: [1],
  generalist: { hidden: [24], epochs: 8, batchSize: 32, learningRate: 0.05, momentum: 0.9 },
  specialists: {
    clusters: 4,
    size: null,
    epochs: 4,
    learningRate: 0.02,
    patience: 3,
    temperature: 1,
    restTargets: "soft",
  },
  topClasses: [1, 2],
  experts: 2,
};

/** What a run does unless it is told otherwise: on handwritten characters, or on generated examples in seconds. */
function specialistsDefaults(given: SpecParts): SpecParts {
  const defaults = given.dataset === "generated" ? SMOKE : DEFAULTS;
  if (given.trainSize === undefined) return defaults;
  // A validation set that nobody asked for shrinks with a training set that somebody gave.
  return { ...defaults, validationSize: Math.min(defaults.validationSize, Math.floor(Number(given.trainSize) / 3)) };
}

/**
 * The full specification from its parts, later ones over earlier ones, over the defaults of real or generated data.
 *
 * @throws SpecError for the first field that is wrong
 */
export function resolveSpecialistsSpec(...parts: readonly SpecParts[]): SpecialistsSpec {
  const given = mergeAll(parts);
  return parseSpec(createSpecialistsSchema(), mergeParts(specialistsDefaults(given), given));
}

/** The schema of a {@link SpecialistsSpec}. */
export function createSpecialistsSchema(): z.ZodType<SpecialistsSpec> {
  const count = z.int().min(1).max(10_000_000);
  const positive = z.number().positive();
  const temperature = positive.max(1e6);
  return z.strictObject({
    dataset: z
      .enum(["emnist-byclass", "generated"])
      .meta({ description: "handwritten characters in 62 classes, or generated" }),
    trainSize: count.optional().meta({ description: "training examples to use, validation set included" }),
    validationSize: count.meta({ description: "training examples split off, on which everything is chosen" }),
    seeds: createSeedsSchema().meta({ description: "everything is done for each seed" }),
    generalist: createNetSchema().meta({ description: "the nets that see all classes" }),
    specialists: z.strictObject({
      clusters: count.max(10_000).meta({ description: "how many specialists" }),
      size: count
        .nullable()
        .meta({ description: "how many classes each knows, so that sets may overlap; null: each class in one set" }),
      epochs: count.meta({ description: "the most epochs of a specialist" }),
      learningRate: positive.meta({ description: "the highest learning rate of the specialists" }),
      patience: count.meta({ description: "epochs without a better validation likelihood that are waited for" }),
      temperature: temperature.meta({ description: "of the soft targets" }),
      restTargets: z
        .enum(["soft", "hard"])
        .meta({ description: "what examples of other classes teach: soft targets, or the dustbin as their label" }),
    }),
    topClasses: z
      .array(count)
      .min(1)
      .meta({ description: "how many of the generalist's classes make specialists active: what to choose from" }),
    experts: z.int().min(2).max(1000).meta({ description: "experts of the mixture, each as large as the generalist" }),
    distillation: z
      .strictObject({ temperature, hardWeight: z.number().min(0).max(1) })
      .meta({ description: "how the combined answer is distilled into one net" }),
  });
}
