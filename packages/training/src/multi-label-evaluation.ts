import type { Calibration } from "./evaluation.ts";

/** How well one class of several is recognised. A class counts as predicted where its logit is above 0, its probability above ½. */
export interface LabelEvaluation {
  /** Examples of which it is known whether they are of the class. */
  readonly size: number;
  /** Those that are. */
  readonly positives: number;
  /** The share of the predicted ones that are there; 0 where none is predicted. */
  readonly precision: number;
  /** The share of those that are there that are predicted; 0 where none is. */
  readonly recall: number;
  readonly f1: number;
  /** The area under the curve of precision over recall, by steps; 0 where none is there. */
  readonly averagePrecision: number;
}

/** Result of `evaluateMultiLabel` and `evaluateMultiLabelLogits`. */
export interface MultiLabelEvaluation {
  /** Known labels, of all classes; all figures are over these. */
  readonly size: number;
  /** Labels that are predicted wrongly. */
  readonly errors: number;
  /** The share that is right. Where classes are rare, never predicting one has a high accuracy: look at F1. */
  readonly accuracy: number;
  /** Mean negative log-likelihood of a label, in nats: the binary cross-entropy. */
  readonly nll: number;
  /** F1 of the predictions of all classes together, `2 TP / (2 TP + FP + FN)`. */
  readonly microF1: number;
  /** The mean of the classes' F1, without classes that are neither there nor predicted. */
  readonly macroF1: number;
  /** The mean of the classes' average precision, without classes that are never there. */
  readonly meanAveragePrecision: number;
  /** How well probabilities agree with frequencies: `confidence` is the mean probability of a bin, `accuracy` how often the class is there. */
  readonly calibration: Calibration;
  readonly classes: readonly LabelEvaluation[];
}
