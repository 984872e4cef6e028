import { ArgumentError, createMatrix, logSoftmax, type Matrix, matrixRow } from "@dark-knowledge/core";

/** How sure a classifier was in one bin of {@link Calibration}, and how often it was right. */
export interface CalibrationBin {
  readonly count: number;
  /** Mean of the largest probability; 0 in an empty bin. */
  readonly confidence: number;
  /** Share of right answers; 0 in an empty bin. */
  readonly accuracy: number;
}

/** How well a classifier's confidence agrees with its accuracy. */
export interface Calibration {
  /** Expected calibration error: `Σ_b (n_b / n) · |accuracy_b − confidence_b|`, from 0 to 1. */
  readonly error: number;
  /** 15 bins of equal width over the largest probability. */
  readonly bins: readonly CalibrationBin[];
}

/** What {@link evaluateLogits} finds out. */
export interface Evaluation {
  /** Examples that have a label; all figures are over these. */
  readonly size: number;
  readonly errors: number;
  readonly accuracy: number;
  /** Mean negative log-likelihood of the right class at temperature 1, in nats. */
  readonly nll: number;
  readonly calibration: Calibration;
  /** Counts, `[true class, predicted class]`. */
  readonly confusion: Matrix<Int32Array>;
}

const BINS = 15;

/**
 * Errors, accuracy, likelihood, calibration and confusion counts of logits against labels.
 *
 * Computed in float64. The predicted class is the one with the largest logit, the first of equals.
 *
 * @param logits `[examples, classes]`
 * @param labels one integer per example, −1 where there is none (such examples count nothing)
 * @throws ArgumentError when the lengths differ, a label is out of range, or no example has a label
 * @see Guo et al. (2017), "On calibration of modern neural networks", equation 3, for the calibration error
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { evaluateLogits } from "@dark-knowledge/training";
 *
 * const logits = createMatrix(3, 2, Float32Array.of(2, 0, 0, 2, 2, 0));
 * const evaluation = evaluateLogits(logits, Int32Array.of(0, 1, 1));
 * evaluation.errors; // => 1
 * Array.from(evaluation.confusion.data); // => [1, 0, 1, 1]
 * ```
 */
export function evaluateLogits(logits: Matrix, labels: Int32Array): Evaluation {
  assertLabels(logits, labels);
  const classes = logits.columns;
  const confusion = createMatrix(classes, classes, new Int32Array(classes * classes));
  const counts = new Float64Array(BINS);
  const confidences = new Float64Array(BINS);
  const hits = new Float64Array(BINS);
  let size = 0;
  let nll = 0;
  for (let row = 0; row < logits.rows; row++) {
    const label = labels[row]!;
    if (label < 0) continue;
    const logProbs = logSoftmax(matrixRow(logits, row));
    const predicted = argMax(logProbs);
    const confidence = Math.exp(logProbs[predicted]!);
    const bin = Math.min(BINS - 1, Math.floor(confidence * BINS));
    counts[bin]!++;
    confidences[bin]! += confidence;
    hits[bin]! += predicted === label ? 1 : 0;
    confusion.data[label * classes + predicted]!++;
    nll -= logProbs[label]!;
    size++;
  }
  const right = hits.reduce((sum, count) => sum + count, 0);
  return {
    size,
    errors: size - right,
    accuracy: right / size,
    nll: nll / size,
    calibration: calibrationOf(counts, confidences, hits, size),
    confusion,
  };
}

/** The position of the largest value, the first of equals. */
export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) if (values[index]! > values[best]!) best = index;
  return best;
}

function calibrationOf(counts: Float64Array, confidences: Float64Array, hits: Float64Array, size: number): Calibration {
  const bins = Array.from(counts, (count, bin) => ({
    count,
    confidence: count > 0 ? confidences[bin]! / count : 0,
    accuracy: count > 0 ? hits[bin]! / count : 0,
  }));
  const error = bins.reduce(
    (sum, { count, confidence, accuracy }) => sum + (count / size) * Math.abs(accuracy - confidence),
    0,
  );
  return { error, bins };
}

function assertLabels({ rows, columns }: Matrix, labels: Int32Array): void {
  const fail = (expected: string, received: string, code: "shape" | "range"): never => {
    throw new ArgumentError({ functionName: "evaluateLogits", argument: "labels", expected, received, code });
  };
  if (labels.length !== rows) fail(`must have length ${rows} (as logits has rows)`, String(labels.length), "shape");
  const wrong = labels.findIndex((label) => label < -1 || label >= columns);
  if (wrong >= 0) fail(`must be from -1 to ${columns - 1}`, `${labels[wrong]} at position ${wrong}`, "range");
  if (labels.every((label) => label < 0)) fail("must have at least one label", "none", "range");
}
