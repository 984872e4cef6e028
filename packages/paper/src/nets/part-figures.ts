import { type Matrix, matrixRow } from "@dark-knowledge/core";
import { batches, type Dataset, datasetSize, labelsOf } from "@dark-knowledge/datasets";
import { evaluateLogits, evaluateMultiLabelLogits } from "@dark-knowledge/training";
import type { AnsweredPart } from "./external-answers.ts";

/** How right and how sure the answers to the labelled examples of a part are. */
export interface ClassPartFigures {
  readonly part: AnsweredPart;
  /** The labelled examples; where they may have several classes, the known labels. */
  readonly size: number;
  readonly accuracy: number;
  /** The mean of the largest probability; left out for several classes. */
  readonly confidence?: number;
  readonly calibrationError: number;
  /** Infinite where a true class was held impossible, which JSON stores as null. */
  readonly nll: number | null;
}

/** How far the answers to a part are from the numbers that are known. */
export interface NumberPartFigures {
  readonly part: AnsweredPart;
  /** The known numbers. */
  readonly size: number;
  /** The mean squared error over all outputs, each in units of its standard deviation in the training set. */
  readonly squaredError: number;
  /** The standard error of that mean. */
  readonly standardError: number;
}

/** The figures of a teacher's answers to a part of the data. */
export type PartFigures = ClassPartFigures | NumberPartFigures;

/** The figures of a part, as a list of one; none where nothing is labelled. */
export function partFigures(part: AnsweredPart, logits: Matrix, dataset: Dataset): readonly PartFigures[] {
  const { kind } = dataset.targets;
  if (kind === "numbers") return numberFigures(part, logits, dataset);
  if (kind === "several-classes") return labelFigures(part, logits, dataset);
  const labels = labelsOf(dataset);
  if (labels.every((label) => label < 0)) return [];
  const { size, accuracy, nll, calibration } = evaluateLogits(logits, labels);
  const confidence = calibration.bins.reduce((sum, bin) => sum + bin.count * bin.confidence, 0) / size;
  return [{ part, size, accuracy, confidence, calibrationError: calibration.error, nll }];
}

/** All targets of a dataset as a batch has them: numbers on their scale. */
function targetsOf(dataset: Dataset) {
  const [batch] = batches(dataset, { batchSize: Math.max(1, datasetSize(dataset)), order: "stored" });
  return batch?.targets;
}

function labelFigures(part: AnsweredPart, logits: Matrix, dataset: Dataset): readonly PartFigures[] {
  const targets = targetsOf(dataset);
  if (targets?.kind !== "several-classes" || targets.labels.every((label) => label < 0)) return [];
  const { size, accuracy, nll, calibration } = evaluateMultiLabelLogits(logits, targets.labels);
  return [{ part, size, accuracy, calibrationError: calibration.error, nll }];
}

function numberFigures(part: AnsweredPart, answers: Matrix, dataset: Dataset): readonly PartFigures[] {
  const targets = targetsOf(dataset);
  if (targets?.kind !== "numbers") return [];
  const { values, known } = targets;
  const errors = Array.from({ length: answers.rows }, (_, row) =>
    Array.from(matrixRow(answers, row), (answer, output) => {
      const at = row * answers.columns + output;
      return known[at] === 1 ? [(answer - values[at]!) ** 2] : [];
    }).flat(),
  ).flat();
  if (errors.length === 0) return [];
  const mean = errors.reduce((sum, error) => sum + error / errors.length, 0);
  const variance = errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / Math.max(1, errors.length - 1);
  return [{ part, size: errors.length, squaredError: mean, standardError: Math.sqrt(variance / errors.length) }];
}
