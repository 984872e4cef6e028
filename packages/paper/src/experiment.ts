import type { Stage } from "@dark-knowledge/pipeline";
import type { StageOutcome } from "@dark-knowledge/pipeline/node";
import type { RunRecord } from "@dark-knowledge/report";
import type { z } from "zod";
import type { DataSource } from "./data/data-source.ts";
import type { ExperimentData } from "./data/experiment-data.ts";
import type { StageShared } from "./nets/stage-shared.ts";
import type { TrainingEvent } from "./nets/training-event.ts";

/** A stage of an experiment. */
export type ExperimentStage = Stage<StageShared, TrainingEvent>;

/** The schema of a specification. */
export type SpecSchema = z.ZodType;

/** Any part of a specification, as somebody writes it. */
export type SpecParts = Readonly<Record<string, unknown>>;

/** A field of a specification, or a few of them, that can be set by a word of its own. */
export interface SpecOption {
  /** In camel case: `hardWeight`. */
  readonly name: string;
  /** Where in the specification it goes: `student.hidden`. What it means and which values it can have, the schema says there. */
  readonly path: string;
  /** What the value stands for, in a word: `units`. Left out for an option that is on or off. */
  readonly argument?: string;
  /** Of an option that is on or off: the value that it sets. */
  readonly value?: unknown;
  /** What it means, where the schema's description of the field is not enough. */
  readonly description?: string;
}

/** What an experiment makes its record from. */
export interface ExperimentOutcome<Spec> {
  readonly spec: Spec;
  readonly data: ExperimentData;
  /** Finished stages by name. */
  readonly outcomes: ReadonlyMap<string, StageOutcome>;
  /** Of stages that failed: why. */
  readonly failures: ReadonlyMap<string, Error>;
  /** The folder of a stage. */
  readonly directoryOf: (stage: string) => string;
  /** The backend and its version. */
  readonly backend: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** What an experiment is, whatever its specification: enough to describe it and to show its records. */
export interface ExperimentFacts {
  /** `mnist` */
  readonly name: string;
  /** One line. */
  readonly description: string;
  /** The schema of a specification. `z.toJSONSchema` publishes it. */
  readonly schema: () => SpecSchema;
  readonly options: readonly SpecOption[];
  /** Specifications whose defaults differ, by a name: the first is what runs when nothing is given. */
  readonly variants: readonly { readonly name: string; readonly given: SpecParts }[];
  /** The full specification from its parts, later ones over earlier ones. Throws a SpecError when a field is wrong. */
  readonly resolve: (...parts: readonly SpecParts[]) => object;
  /** What a record is written as: `record.jsonl`, tables, pages; texts by file name. */
  readonly files: (record: RunRecord) => Readonly<{ [name: string]: string }>;
  /** What a reader sees first: the tables, in a terminal of so many columns; as wide as they are when left out. */
  readonly summary: (record: RunRecord, width?: number) => string;
}

/** An experiment: what can be set, what is run, and what comes out. A driver, {@link runExperiment}, runs any of them. */
export interface Experiment<Spec extends object> extends ExperimentFacts {
  readonly resolve: (...parts: readonly SpecParts[]) => Spec;
  /** Whether its data is files of a data set, which lie in a directory that can be named. */
  readonly takesDirectory: (spec: Spec) => boolean;
  /** The name of a run directory for which nobody gave one: the same for the same specification. */
  readonly folder: (spec: Spec) => string;
  /** The specification with fingerprints of the files that it names; nets from files have theirs already. */
  readonly pin?: (spec: Spec) => Promise<Spec>;
  readonly loadData: (spec: Spec, source: DataSource) => Promise<ExperimentData>;
  /** What the data is, in a few words of plain data. */
  readonly identify: (spec: Spec) => unknown;
  readonly stages: (spec: Spec) => readonly ExperimentStage[];
  readonly record: (outcome: ExperimentOutcome<Spec>) => Promise<RunRecord>;
  /** Folders of stages that people will want, by the name that they get in the run directory. */
  readonly kept?: (outcome: ExperimentOutcome<Spec>) => Readonly<{ [name: string]: string }>;
}
