import { ArgumentError, formatValue } from "@dark-knowledge/core";
import type { RunRecord } from "@dark-knowledge/report";

/** The names of the nets that are compared. */
export type SpecialistsModel =
  | ("generalist" | "specialists" | "fullSoftmax" | "averaging")
  | ("longer" | "ensemble" | "mixture")
  | ("distilled" | "control");

/** The `extras` of the record of a run with specialists. */
export interface SpecialistsExtras {
  readonly seeds: readonly SpecialistsSeed[];
}

/** The division of the classes of one seed, and its effect. */
export interface SpecialistsSeed {
  readonly seed: number;
  readonly specialists: readonly {
    readonly classes: readonly string[];
    readonly oversampling: number;
    readonly epochs: number;
    /** Counted from 1; 0 where no epoch was better than the start. */
    readonly bestEpoch: number;
  }[];
  /** The share of the covariance between different classes within the sets, and within random sets. */
  readonly covered: number;
  readonly coveredAtRandom: number;
  /** The covariance of the generalist's probabilities on the training set, `[classes, classes]`, to three digits. */
  readonly similarity: readonly (readonly number[])[];
  /** Accuracies on the validation set: of the generalist, and of each combination by the number of classes that make specialists active. */
  readonly validation: Readonly<
    Record<string, number | readonly { readonly topClasses: number; readonly accuracy: number }[]>
  >;
  /** The choice on the validation set, by combination. */
  readonly topClasses: Readonly<Record<string, number>>;
  /** Results on test examples of classes that the same number of specialists know. */
  readonly cover: readonly {
    readonly specialists: number;
    readonly examples: number;
    readonly before: number;
    readonly after: number;
  }[];
}

/**
 * Returns the seeds of a run with specialists.
 *
 * @throws ArgumentError when the record has no seeds
 */
export function seedsOf({ extras }: RunRecord): readonly SpecialistsSeed[] {
  const seeds = extras?.seeds;
  if (Array.isArray(seeds) && seeds.length > 0) return seeds as readonly SpecialistsSeed[];
  throw new ArgumentError({
    ...{ functionName: "seedsOf", argument: "record.extras.seeds", expected: "must be an array of seeds" },
    ...{ received: formatValue(seeds), code: "range" },
  });
}
