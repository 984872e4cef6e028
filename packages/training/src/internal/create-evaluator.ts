import { logSoftmax } from "@dark-knowledge/core";
import type { Calibration, ConfusionCounts, Evaluation } from "../evaluation.ts";
import { argMax } from "./arg-max.ts";

/** Takes up answers batch by batch, and forgets the logits. */
export interface Evaluator {
  /** Logits row by row, and as many labels; −1 where there is none. */
  add(logits: ArrayLike<number>, labels: ArrayLike<number>): void;
  /** The figures of all that was added, which has at least one label. */
  result(): Evaluation;
}

const BINS = 15;

/** Makes an evaluator of answers over so many classes. */
export function createEvaluator(classes: number): Evaluator {
  const counts = new Float64Array(BINS);
  const confidences = new Float64Array(BINS);
  const hits = new Float64Array(BINS);
  const confusion = new Map<number, number>();
  let size = 0;
  let nll = 0;

  return {
    add(logits, labels) {
      const row = new Float64Array(classes);
      for (let index = 0; index < labels.length; index++) {
        const label = labels[index]!;
        if (label < 0) continue;
        for (let column = 0; column < classes; column++) row[column] = logits[index * classes + column]!;
        const logProbs = logSoftmax(row);
        const predicted = argMax(logProbs);
        const confidence = Math.exp(logProbs[predicted]!);
        const bin = Math.min(BINS - 1, Math.floor(confidence * BINS));
        counts[bin]!++;
        confidences[bin]! += confidence;
        hits[bin]! += predicted === label ? 1 : 0;
        const pair = label * classes + predicted;
        confusion.set(pair, (confusion.get(pair) ?? 0) + 1);
        nll -= logProbs[label]!;
        size++;
      }
    },
    result() {
      const right = hits.reduce((sum, count) => sum + count, 0);
      return {
        size,
        errors: size - right,
        accuracy: right / size,
        nll: nll / size,
        calibration: calibrationOf(counts, confidences, hits, size),
        confusion: sorted(confusion, classes),
      };
    },
  };
}

function sorted(confusion: ReadonlyMap<number, number>, classes: number): ConfusionCounts {
  const pairs = [...confusion].sort(([one], [other]) => one - other);
  return {
    classes,
    labels: Int32Array.from(pairs, ([pair]) => Math.floor(pair / classes)),
    predicted: Int32Array.from(pairs, ([pair]) => pair % classes),
    counts: Int32Array.from(pairs, ([, count]) => count),
  };
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
