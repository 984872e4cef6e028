import { z } from "zod";
import type { SpecParts } from "../experiment.ts";
import { createNetSchema, type NetSpec } from "../nets/net-spec.ts";
import { createSeedsSchema } from "../spec/internal/seeds-schema.ts";
import { createTemperatureSchema } from "../spec/internal/temperature-schema.ts";
import { resolveParts } from "../spec/resolve-parts.ts";

/**
 * Everything that determines the result of `reproduce specialists`. The locations of its data and output are not part
 * of it.
 */
export interface SpecialistsSpec {
  /** `"emnist-byclass"`: handwritten characters in 62 classes; `"generated"`: small examples in known clusters. */
  readonly dataset: "emnist-byclass" | "generated";
  /** Training examples to use, validation set included. Default: all. */
  readonly trainSize?: number | undefined;
  /** The number of training examples split off, stratified, for all choices. */
  readonly validationSize: number;
  /** Everything is done once per seed. */
  readonly seeds: number[];
  /** The nets that see all classes: generalist, ensemble members, students. */
  readonly generalist: NetSpec;
  readonly specialists: {
    /** The number of sets of classes. */
    readonly clusters: number;
    /** The number of classes per set, so that sets may overlap; with null each class is in exactly one set. */
    readonly size: number | null;
    readonly epochs: number;
    readonly learningRate: number;
    /** The number of epochs to wait for a better validation likelihood. */
    readonly patience: number;
    /** The temperature of the soft targets. */
    readonly temperature: number;
    /** The targets of examples of other classes: the generalist's soft targets, or the dustbin as their label. */
    readonly restTargets: "soft" | "hard";
  };
  /** The candidates for how many of the generalist's most probable classes activate specialists. */
  readonly topClasses: number[];
  /** The number of experts of the mixture, each as large as the generalist. */
  readonly experts: number;
  /** Settings of the distillation of the combined answer into one net. */
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

/** Returns the defaults of a run: on handwritten characters, or on generated examples in seconds. */
function specialistsDefaults(given: SpecParts): SpecParts {
  const defaults = given.dataset === "generated" ? SMOKE : DEFAULTS;
  const { trainSize } = given;
  if (typeof trainSize !== "number") return defaults;
  // The default validation set shrinks with a given training set.
  return { ...defaults, validationSize: Math.min(defaults.validationSize, Math.floor(trainSize / 3)) };
}

/**
 * Resolves the full specification: the parts merged over the defaults of real or generated data, later parts over
 * earlier ones.
 *
 * @throws SpecError for the first field that is wrong
 */
export function resolveSpecialistsSpec(...parts: readonly SpecParts[]): SpecialistsSpec {
  return resolveParts(createSpecialistsSchema(), parts, specialistsDefaults);
}

/** Makes the schema of a {@link SpecialistsSpec}. */
export function createSpecialistsSchema(): z.ZodType<SpecialistsSpec> {
  const count = z.int().min(1).max(10_000_000);
  const positive = z.number().positive();
  const temperature = createTemperatureSchema();
  return z.strictObject({
    dataset: z
      .enum(["emnist-byclass", "generated"])
      .meta({ description: "handwritten characters in 62 classes, or generated" }),
    trainSize: count.optional().meta({ description: "training examples to use, validation set included" }),
    validationSize: count.meta({ description: "training examples split off for all choices" }),
    seeds: createSeedsSchema().meta({ description: "everything is done once per seed" }),
    generalist: createNetSchema().meta({ description: "the nets that see all classes" }),
    specialists: z.strictObject({
      clusters: count.max(10_000).meta({ description: "number of specialists" }),
      size: count.nullable().meta({
        description: "number of classes of each specialist, whose sets may overlap; null: each class in one set",
      }),
      epochs: count.meta({ description: "the most epochs of a specialist" }),
      learningRate: positive.min(1e-30).max(1e30).meta({ description: "the highest learning rate of the specialists" }),
      patience: count.meta({ description: "epochs to wait for a better validation likelihood" }),
      temperature: temperature.meta({ description: "temperature of the soft targets" }),
      restTargets: z
        .enum(["soft", "hard"])
        .meta({ description: "targets of examples of other classes: soft targets, or the dustbin as their label" }),
    }),
    topClasses: z
      .array(count)
      .min(1)
      .meta({ description: "candidates for how many of the generalist's classes activate specialists" }),
    experts: z.int().min(2).max(1000).meta({ description: "experts of the mixture, each as large as the generalist" }),
    distillation: z
      .strictObject({ temperature, hardWeight: z.number().min(0).max(1) })
      .meta({ description: "distillation of the combined answer into one net" }),
  });
}
