import type { RunRecord } from "@dark-knowledge/report";
import type { WeightsPicture } from "./weights-picture.ts";

/** The `extras` of a record of compressed nets. */
export interface CompressionExtras {
  readonly sensitivity: readonly NetSensitivity[];
  /** Of the first seed: each net as it is and in its chosen form. */
  readonly pictures: readonly NetPictures[];
  /** Left out where no net is adapted to a task. */
  readonly adaptation?: NetAdaptation;
}

/** A net of all classes that is compressed before and after it is adapted to a task. */
export interface NetAdaptation {
  readonly net: string;
  /** The names of the classes of the task. */
  readonly classes: readonly string[];
  /** How many examples the task has. */
  readonly sizes: { readonly training: number; readonly test: number };
  /** The net of all classes, measured on the task. */
  readonly generalist: TaskFigures;
  /** The same, adapted but not compressed. */
  readonly specialist: TaskFigures;
  readonly forms: readonly AdaptedForm[];
}

/** Figures on the task, by seed. */
export interface TaskFigures {
  readonly seeds: readonly number[];
  /** Errors on the test examples of the task. */
  readonly errors: readonly number[];
  /** Bytes with gzip. */
  readonly gzip: readonly number[];
}

/** One recipe in both orders, for the same seeds. */
export interface AdaptedForm {
  /** `90 % of weights removed, 16 values`. */
  readonly label: string;
  readonly before: TaskFigures;
  readonly after: TaskFigures;
  /** The epochs of its steps and of the adaptation. */
  readonly epochs: number;
  /** The updates in these epochs: before the adaptation a step is repaired on all classes. */
  readonly updates: { readonly before: number; readonly after: number };
}

/** The validation errors with a share of one layer's weights left. */
export interface NetSensitivity {
  readonly net: string;
  /** The shares that are left, from the largest on. */
  readonly left: readonly number[];
  /** For each seed the errors by share. */
  readonly layers: readonly { readonly shape: string; readonly errors: readonly (readonly number[])[] }[];
}

/** A net's weights before and after. */
export interface NetPictures {
  readonly net: string;
  readonly seed: number;
  /** The chosen form. */
  readonly recipe: string;
  readonly before: WeightsPicture;
  readonly after: WeightsPicture;
}

/** Returns the extras of a record; none where there are none. */
export function compressionExtras({ extras }: Pick<RunRecord, "extras">): CompressionExtras {
  return { sensitivity: [], pictures: [], ...(extras as Partial<CompressionExtras> | undefined) };
}
