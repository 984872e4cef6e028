import type { MetricRecord } from "./metric-record.ts";
import type { NetRecord } from "./net-record.ts";

/** Everything that is worth telling about one run of any experiment. Plain data, safe in JSON. */
export interface RunRecord {
  /** Which experiment it was: `distill`, `mnist`, `specialists`. */
  readonly experiment: string;
  /** What was done, in a few words: `digits: 784-600-600-10 into 784-30-30-10`. */
  readonly title: string;
  /** The command that gives the run again once `spec` is in `spec.json`; left out where there is none. */
  readonly command?: string;
  /** The validated specification that gives this run again, as JSON. */
  readonly spec: Readonly<Record<string, unknown>>;
  /** Versions by name: node, tfjs, dark-knowledge. */
  readonly versions: Readonly<Record<string, string>>;
  /** The tensor backend and its version: `wasm 4.22.0 (repaired)`. */
  readonly backend: string;
  readonly dataset: DatasetRecord;
  /** Metrics of this experiment alone; those of {@link METRICS} need not be here. */
  readonly metrics?: readonly MetricRecord[];
  /** Examples of the test set to draw, in order; may be empty. */
  readonly examples: readonly ExampleRecord[];
  /** What failed, and is not among the nets. */
  readonly failures?: readonly FailureRecord[];
  /** Numbers of others to compare with: only where the data and the test set are theirs. */
  readonly references?: readonly ReferenceRecord[];
  /** What the page of one experiment shows beyond its nets. */
  readonly extras?: Readonly<Record<string, unknown>>;
  /** In the order of tables and charts; teachers first. */
  readonly nets: readonly NetRecord[];
}

/** The data of a run. */
export interface DatasetRecord {
  readonly name: string;
  /** The number of examples of each part: `training`, `transfer`, `validation`, `test`. */
  readonly sizes: Readonly<Record<string, number>>;
  /** One name per class, in the order of the logits; empty where there are no classes. */
  readonly classNames: readonly string[];
  /** Whether a part of the training set stands in for the test set, so that something can be chosen by these figures. */
  readonly isHeldOut?: boolean;
}

/** An example of the test set. What nets say about it is in their `exampleLogits`. */
export interface ExampleRecord {
  /** The true class. */
  readonly label: number;
  readonly picture?: PictureRecord;
  /** In words, where it is no picture. */
  readonly text?: string;
}

/** A grey picture. */
export interface PictureRecord {
  /**
   * Grey levels row by row, `width · height` of them, on any scale: 0 and less is the background, the largest value of the picture is
   * full ink.
   */
  readonly pixels: readonly number[];
  readonly width: number;
  readonly height: number;
}

/** What failed, and why. */
export interface FailureRecord {
  readonly name: string;
  readonly message: string;
}

/** One number of somebody else. */
export interface ReferenceRecord {
  /** Whose it is, as it stands in a table: `paper`. */
  readonly source: string;
  /** The name of the nets that it is compared with. */
  readonly net: string;
  /** The key of the metric. */
  readonly metric: string;
  readonly value: number;
  /** Which correction of these nets it is compared with; left out for nets as trained. */
  readonly corrected?: "byShares" | "byTestErrors";
}
