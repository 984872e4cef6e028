import { z } from "zod";
import { mergeParts, parseSpec } from "../parse-spec.ts";
import { createSeedsSchema } from "../spec.ts";

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
  readonly generalist: {
    readonly hidden: number[];
    readonly epochs: number;
    readonly batchSize: number;
    /** At the start; it falls to zero along a cosine. */
    readonly learningRate: number;
    readonly momentum: number;
  };
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

type Parts<Value> = { [Key in keyof Value]?: Value[Key] | undefined };

/** A specification as somebody writes it: any part of it, nested parts too. */
export type PartialSpecialistsSpec = {
  [Key in keyof SpecialistsSpec]?:
    | (SpecialistsSpec[Key] extends readonly unknown[] ? SpecialistsSpec[Key] : Parts<SpecialistsSpec[Key]>)
    | undefined;
};

const DEFAULTS: SpecialistsSpec = {
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

const SMOKE: SpecialistsSpec = {
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

/**
 * The full specification from its parts, later ones over earlier ones, over the defaults of real or generated data.
 *
 * @throws Error with one line that names the field, what was expected and what came
 */
export function resolveSpecialistsSpec(...parts: readonly PartialSpecialistsSpec[]): SpecialistsSpec {
  const given = parts.reduce(mergeParts, {});
  const defaults: PartialSpecialistsSpec = given.dataset === "generated" ? SMOKE : DEFAULTS;
  return parseSpec(createSchema(), mergeParts(defaults, given));
}

function createSchema(): z.ZodType<SpecialistsSpec> {
  const count = z.int().min(1);
  const positive = z.number().positive();
  return z.strictObject({
    dataset: z.enum(["emnist-byclass", "generated"]),
    trainSize: count.optional(),
    validationSize: count,
    seeds: createSeedsSchema(),
    generalist: z.strictObject({
      hidden: z.array(count).min(1),
      epochs: count,
      batchSize: count,
      learningRate: positive,
      momentum: z.number().min(0).lt(1),
    }),
    specialists: z.strictObject({
      clusters: count,
      size: count.nullable(),
      epochs: count,
      learningRate: positive,
      patience: count,
      temperature: positive,
      restTargets: z.enum(["soft", "hard"]),
    }),
    topClasses: z.array(count).min(1),
    experts: z.int().min(2),
    distillation: z.strictObject({ temperature: positive, hardWeight: z.number().min(0).max(1) }),
  });
}
