import type { Stage } from "@dark-knowledge/pipeline";
import type { StageOutcome } from "@dark-knowledge/pipeline/node";
import type { RunRecord } from "@dark-knowledge/report";
import type { ServiceUsage } from "@dark-knowledge/teachers";
import type { z } from "zod";
import type { DataSource } from "./data/data-source.ts";
import type { ExperimentData } from "./data/experiment-data.ts";
import type { AnsweredPart } from "./nets/external-answers.ts";
import type { TeacherAccess } from "./nets/external-teacher.ts";
import type { StageShared } from "./nets/stage-shared.ts";
import type { TrainingEvent } from "./nets/training-event.ts";

/** A stage of an experiment. */
export type ExperimentStage = Stage<StageShared, TrainingEvent>;

/** The schema of a specification. */
export type SpecSchema = z.ZodType;

/** Any part of a specification, as users write it. */
export type SpecParts = Readonly<Record<string, unknown>>;

/** An option that sets one or several fields of a specification. */
export interface SpecOption {
  /** The name in camel case: `hardWeight`. */
  readonly name: string;
  /** The path of the field: `student.hidden`. The schema has its meaning and its allowed values. */
  readonly path: string;
  /** A placeholder for the value: `units`. Left out for an option that is on or off. */
  readonly argument?: string;
  /** The value that an on/off option sets. */
  readonly value?: unknown;
  /** The default of a field that may be left out, in a word. Default: `all`. */
  readonly fallback?: string;
  /** The description, where the schema's is not enough. */
  readonly description?: string;
}

/** The progress of a teacher that answers a part of the data. */
export interface AnswersEvent {
  readonly part: AnsweredPart;
  readonly done: number;
  readonly total: number;
  /** The use of a service so far; left out for other teachers. */
  readonly usage?: ServiceUsage;
  /** A warning about the teacher's classes, with its first event only. */
  readonly warning?: string;
}

/** The context in which {@link Experiment.prepare} works. */
export interface PrepareContext {
  /** The run directory. */
  readonly directory: string;
  readonly access?: TeacherAccess | undefined;
  readonly signal: AbortSignal;
  readonly onAnswers: (event: AnswersEvent) => void;
}

/** Result of {@link Experiment.prepare}. */
export interface Prepared {
  /** A little plain data that changes when what was prepared does. */
  readonly identity?: unknown;
  /** Shared with all stages, in addition to the data. */
  readonly shared?: Pick<StageShared, "answers">;
}

/** The material of an experiment's record. */
export interface ExperimentOutcome<Spec> {
  readonly spec: Spec;
  readonly data: ExperimentData;
  /** Finished stages by name. */
  readonly outcomes: ReadonlyMap<string, StageOutcome>;
  /** The errors of failed stages, by name. */
  readonly failures: ReadonlyMap<string, Error>;
  /** Returns the folder of a stage. */
  readonly directoryOf: (stage: string) => string;
  /** The backend and its version. */
  readonly backend: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Result of {@link Experiment.measure}; left out where no times are measured. */
  readonly measured?: object;
}

/**
 * The part of an experiment that does not depend on its specification type: enough to describe it and to show its
 * records.
 */
export interface ExperimentFacts {
  /** `mnist` */
  readonly name: string;
  /** A description in one line. */
  readonly description: string;
  /** Returns the schema of a specification. `z.toJSONSchema` publishes it. */
  readonly schema: () => SpecSchema;
  readonly options: readonly SpecOption[];
  /** Named specifications with different defaults. The first one runs when nothing is given. */
  readonly variants: readonly { readonly name: string; readonly given: SpecParts }[];
  /**
   * Resolves the full specification from parts, later ones over earlier ones. Throws a SpecError when a field is wrong.
   */
  readonly resolve: (...parts: readonly SpecParts[]) => object;
  /** Returns the files of a record, `record.jsonl`, tables and pages: texts by file name. */
  readonly files: (record: RunRecord) => Readonly<{ [name: string]: string }>;
  /** Returns the summary to print: the tables, for a terminal of this many columns. Default: no limit. */
  readonly summary: (record: RunRecord, width?: number) => string;
}

/** An experiment: its options, stages and results. {@link runExperiment} runs any experiment. */
export interface Experiment<Spec extends object> extends ExperimentFacts {
  readonly resolve: (...parts: readonly SpecParts[]) => Spec;
  /** Whether its data is the files of a dataset, whose directory can be given. */
  readonly takesDirectory: (spec: Spec) => boolean;
  /** Returns the default name of the run directory: the same for the same specification. */
  readonly folder: (spec: Spec) => string;
  /** Adds the fingerprints of the files that a specification names; nets from files already have theirs. */
  readonly pin?: (spec: Spec) => Promise<Spec>;
  readonly loadData: (spec: Spec, source: DataSource) => Promise<ExperimentData>;
  /** Returns the identity of the data: a little plain data that changes when the data does. */
  readonly identify: (spec: Spec) => unknown;
  /** Does in the run directory what must be done before the first stage, such as asking a teacher; resumes there. */
  readonly prepare?: (spec: Spec, data: ExperimentData, context: PrepareContext) => Promise<Prepared>;
  readonly stages: (spec: Spec) => readonly ExperimentStage[];
  /**
   * Measures times after the last stage, when nothing else runs, by a clock in milliseconds. What it returns is plain data that is kept: a run
   * that is resumed does not measure again.
   */
  readonly measure?: (outcome: ExperimentOutcome<Spec>, now: () => number) => Promise<object>;
  readonly record: (outcome: ExperimentOutcome<Spec>) => Promise<RunRecord>;
  /** Makes the pages for which a record is not enough: texts by file name. */
  readonly pages?: (outcome: ExperimentOutcome<Spec>) => Promise<Readonly<{ [name: string]: string }>>;
  /** Returns the folders of stages to keep for users, by their name in the run directory. */
  readonly kept?: (outcome: ExperimentOutcome<Spec>) => Readonly<{ [name: string]: string }>;
}
