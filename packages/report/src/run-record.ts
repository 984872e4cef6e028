import type { MetricRecord } from "./metric-record.ts";
import type { NetRecord } from "./net-record.ts";

/** The record of one run of any experiment. Plain data, safe in JSON. */
export interface RunRecord {
  /** The name of the experiment: `distill`, `mnist`, `specialists`. */
  readonly experiment: string;
  /** A short description of the run: `digits: 784-600-600-10 into 784-30-30-10`. */
  readonly title: string;
  /** The command that repeats the run once `spec` is in `spec.json`. Left out where there is none. */
  readonly command?: string;
  /** The validated specification of the run, as JSON. */
  readonly spec: Readonly<Record<string, unknown>>;
  /** Versions by name: node, tfjs, dark-knowledge. */
  readonly versions: Readonly<Record<string, string>>;
  /** The tensor backend and its version: `wasm 4.22.0 (repaired)`. */
  readonly backend: string;
  /** Where the stages of the run computed; several where results of another environment were kept. */
  readonly environments?: readonly EnvironmentRecord[];
  readonly dataset: DatasetRecord;
  /** Metrics of this experiment only, in addition to {@link METRICS}, behind which they are listed. */
  readonly metrics?: readonly MetricRecord[];
  /** Examples of the test set to draw, in order; may be empty. */
  readonly examples: readonly ExampleRecord[];
  /** The nets that failed and are not in `nets`. */
  readonly failures?: readonly FailureRecord[];
  /** Cited numbers to compare with: only if the data and the test set are the same. */
  readonly references?: readonly ReferenceRecord[];
  /** Additional data for the page of one experiment. */
  readonly extras?: Readonly<Record<string, unknown>>;
  /** In the order of tables and charts; teachers first. */
  readonly nets: readonly NetRecord[];
}

/** The stages of a run that computed in the same environment. */
export interface EnvironmentRecord {
  /** The settings that change the last digits of results, by name: the backend, the number of threads, versions. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** The names of the stages. */
  readonly stages: readonly string[];
}

/** The data of a run. */
export interface DatasetRecord {
  readonly name: string;
  /** The number of examples of each part: `training`, `transfer`, `validation`, `test`. */
  readonly sizes: Readonly<Record<string, number>>;
  /** One name per class, in the order of the logits; empty where there are no classes. */
  readonly classNames: readonly string[];
  /**
   * Whether a held-out part of the training set replaces the test set, so that choices can be made by these figures.
   */
  readonly isHeldOut?: boolean;
}

/** An example of the test set. The answers of nets are in their `exampleLogits`. */
export interface ExampleRecord {
  /** The true class. */
  readonly label: number;
  readonly picture?: PictureRecord;
  /** The example as text, if it is not a picture. */
  readonly text?: string;
}

/** A grey picture. */
export interface PictureRecord {
  /**
   * Grey levels row by row, `width · height` of them, on any scale: 0 and below is the background, the largest value of
   * the picture is full ink.
   */
  readonly pixels: readonly number[];
  readonly width: number;
  readonly height: number;
}

/** A net that failed, and why. */
export interface FailureRecord {
  readonly name: string;
  readonly message: string;
}

/** One cited number. */
export interface ReferenceRecord {
  /** The source, as shown in tables: `paper`. */
  readonly source: string;
  /** The name of the nets to compare with it. */
  readonly net: string;
  /** The key of the metric. */
  readonly metric: string;
  readonly value: number;
  /** The correction of these nets to compare with it. Left out for nets as trained. */
  readonly corrected?: "byShares" | "byTestErrors";
}
