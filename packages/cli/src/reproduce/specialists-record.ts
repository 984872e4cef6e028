import type { AnswerFigures, CoverRow } from "./answer-figures.ts";
import type { SpecialistsSpec } from "./specialists-spec.ts";

/** The models that are compared, in the order of the table. */
export const MODELS = {
  generalist: "generalist",
  specialists: "generalist + specialists, equation 5",
  fullSoftmax: "generalist + specialists, full softmax (section 6.1)",
  averaging: "generalist + specialists, naive averaging",
  longer: "generalist, trained as long as all together",
  ensemble: "ensemble of the same total cost",
  mixture: "mixture of experts of the same total cost",
  distilled: "one net, distilled from equation 5",
  control: "one net, distilled from the generalist alone",
} as const;
export type ModelKey = keyof typeof MODELS;

/** One model of one seed. */
export interface ModelFigures extends AnswerFigures {
  /** Training examples seen, as passes of one net over the training set. */
  readonly passes: number;
  /** Summed over its nets, also over those that were trained at the same time. */
  readonly seconds: number;
}

/** What one specialist came to. */
interface SpecialistFigures {
  readonly classes: readonly string[];
  readonly oversampling: number;
  readonly epochs: number;
  /** Counted from 1; 0 where no epoch was better than the start. */
  readonly bestEpoch: number;
}

/** What a choice of how many of the generalist's classes make specialists active comes to. */
export interface AccuracyByTopClasses {
  readonly topClasses: number;
  readonly accuracy: number;
}

/** What one seed came to. All figures but `validation` are of the test set. */
export interface SeedRecord {
  readonly seed: number;
  readonly specialists: readonly SpecialistFigures[];
  /** The share of the covariance between different classes that the sets hold, and that random sets would. */
  readonly covered: number;
  readonly coveredAtRandom: number;
  /** The covariance of the generalist's probabilities on the training set, `[classes, classes]`, to three digits. */
  readonly similarity: readonly (readonly number[])[];
  readonly validation: {
    readonly generalist: number;
    readonly specialists: readonly AccuracyByTopClasses[];
    readonly fullSoftmax: readonly AccuracyByTopClasses[];
    readonly averaging: readonly AccuracyByTopClasses[];
  };
  /** What the validation set chose. */
  readonly topClasses: { readonly specialists: number; readonly fullSoftmax: number; readonly averaging: number };
  readonly models: Readonly<Record<ModelKey, ModelFigures>>;
  readonly cover: readonly CoverRow[];
}

/** What a run of `reproduce specialists` came to. */
export interface SpecialistsRecord {
  readonly spec: SpecialistsSpec;
  readonly versions: Readonly<Record<string, string>>;
  readonly backend: string;
  readonly dataset: {
    readonly trainingSize: number;
    readonly validationSize: number;
    readonly testSize: number;
    readonly classNames: readonly string[];
  };
  readonly seeds: readonly SeedRecord[];
}

/**
 * How much of what the specialists gain over the generalist is left in one net that was distilled from both; undefined where there
 * is no gain.
 */
export function keptGain({ models }: SeedRecord, key: "distilled" | "control"): number | undefined {
  const gain = models.specialists.accuracy - models.generalist.accuracy;
  return gain > 0 ? (models[key].accuracy - models.generalist.accuracy) / gain : undefined;
}
