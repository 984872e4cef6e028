import type { GivenAs } from "@dark-knowledge/core";

/** The examples of a batch as a student sees them. */
export interface TeacherFeatures {
  /** Row-major, example after example. */
  readonly values: Float32Array | Int32Array;
  /** `[examples, …]`. */
  readonly shape: readonly number[];
}

/** A question to a teacher: one batch. */
export interface TeacherRequest {
  /** The ids of the examples, in the order of the batch. */
  readonly ids: Int32Array;
  readonly features: TeacherFeatures;
  /** The examples before they became numbers, such as texts, if the caller has them. */
  readonly raw?: readonly unknown[];
  /** Aborts the answer. */
  readonly signal?: AbortSignal;
}

/** Rows of numbers: one after the other in a flat array, or an array for each row. */
export type NumberRows = ArrayLike<number> | ArrayLike<ArrayLike<number>>;

/** Classes of the largest logits of each example, and `log Σ exp` over all other classes. */
export interface TopKLogitRows {
  /** Class numbers, in any order; rows may differ in length. */
  readonly indices: NumberRows;
  readonly logits: NumberRows;
  /** One number for each example. Where it is left out the other classes are impossible: −∞. */
  readonly tailLogits?: ArrayLike<number>;
}

/** The most likely classes of each example, and how likely all others are together. */
export interface TopKProbRows {
  /** Class numbers, in any order; rows may differ in length. */
  readonly indices: NumberRows;
  readonly probs: NumberRows;
  /** One number for each example; 1 less the sum of `probs` where it is left out. */
  readonly tailProbs?: ArrayLike<number>;
}

/**
 * The kind of targets that a teacher answers for, as a dataset names it: one class for each example, any number of classes, or
 * numbers.
 */
export type AnswerTask = "classes" | "several-classes" | "numbers";

/** A teacher's answer to a batch, one row per example. */
export type TeacherAnswer = (
  | { readonly logits: NumberRows }
  /** `temperature` is the one of the softmax, or of several classes the sigmoid, that made them. Default: 1. */
  | { readonly probs: NumberRows; readonly temperature?: number }
  | { readonly topKLogits: TopKLogitRows }
  | { readonly topKProbs: TopKProbRows; readonly temperature?: number }
  /** Of a dataset of numbers: one for each output, in the unit of the stored targets. */
  | { readonly numbers: NumberRows }
) & {
  /** One value for each example: true or 1 where the teacher has no answer. What its row holds is not looked at. */
  readonly unanswered?: ArrayLike<boolean | number>;
  /** The form that it had before somebody made logits of it. Default: the one that it has. */
  readonly givenAs?: GivenAs;
};

/** A teacher that is no model of TensorFlow.js: anything that answers a batch, at once or later. */
export interface ExternalTeacher {
  /** The names of its classes or outputs, in the order of its answers. Default: those of the dataset, in the same order. */
  readonly classNames?: readonly string[];
  /** Distinguishes this teacher from others, such as a hash of its weights or a model's name and version. */
  readonly fingerprint?: string;
  /**
   * The most examples that it wants to be asked about at a time now, where that adapts; `recordSoftTargets` asks about as
   * many. Default: any number.
   */
  readonly batchSize?: number | undefined;
  answer(request: TeacherRequest): TeacherAnswer | Promise<TeacherAnswer>;
  /** Releases its resources: a process, a session. It cannot be used afterwards. */
  close?(): Promise<void>;
}
