import type { Matrix } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { PredictOptions } from "./predict-options.ts";
import type { StudentDescription } from "./student-description.ts";

/** A student's answer to one example. */
export interface Prediction {
  /** The name of the most probable class. */
  readonly label: string;
  /** Its probability. */
  readonly prob: number;
  /** The probabilities of all classes, in the order of the description's `classNames`. */
  readonly probs: Float64Array;
}

/** A student's answer to one example that may have several classes. */
export interface LabelsPrediction {
  /** The names of the classes whose probability is above ½. */
  readonly labels: readonly string[];
  /** The probability of each class, in the order of the description's `classNames`; they do not add up to 1. */
  readonly probs: Float64Array;
}

/** A student's numbers for one example, by the name of the output, in the unit of its training data. */
export type NumbersPrediction = Readonly<Record<string, number>>;

/** The Gaussian of a student's number. */
export interface GaussianPrediction {
  readonly mean: number;
  /** The standard deviation: about 90 % of the true numbers should be within 1.645 of it. */
  readonly deviation: number;
}

/** Those of a student that gives variances for one example, by the name of the output, in the unit of its training data. */
export type GaussiansPrediction = Readonly<Record<string, GaussianPrediction>>;

/**
 * Raw examples for a student: a list of rows of a table, pictures, texts, or stored numbers if there is no source; for a student of several inputs
 * a list for each, by name, of one length. Or a dataset of such examples, such as `loadExamples` reads.
 */
export type RawExamples = readonly unknown[] | Readonly<Record<string, readonly unknown[]>> | Dataset;

/** The questions that a student answers. */
export interface StudentAnswers {
  readonly description: StudentDescription;
  /** Answers raw examples. */
  predict(examples: RawExamples, options?: PredictOptions): Promise<readonly Prediction[]>;
  /** The same of a student whose task is `several-classes`. */
  predictLabels(examples: RawExamples, options?: PredictOptions): Promise<readonly LabelsPrediction[]>;
  /** The same of a student whose task is `numbers`. */
  predictNumbers(examples: RawExamples, options?: PredictOptions): Promise<readonly NumbersPrediction[]>;
  /** The same with the deviations of a student that gives variances. */
  predictGaussians(examples: RawExamples, options?: PredictOptions): Promise<readonly GaussiansPrediction[]>;
  /** Returns the answers as logits, `[examples, classes]`, or as numbers on the model's scale, `[examples, outputs]`. */
  predictLogits(examples: RawExamples, options?: PredictOptions): Promise<Matrix<Float32Array>>;
}
