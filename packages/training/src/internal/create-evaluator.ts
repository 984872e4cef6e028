import { logSoftmax } from "@dark-knowledge/core";
import type { ConfusionCounts, Evaluation } from "../evaluation.ts";
import { argMax } from "./arg-max.ts";
import { createCalibration } from "./create-calibration.ts";

/** Takes up answers batch by batch, and forgets the logits. */
export interface Evaluator {
  /** Logits row by row, and as many labels; −1 where there is none. */
  add(logits: ArrayLike<number>, labels: ArrayLike<number>): void;
  /** The figures of all that was added, which has at least one label. */
  result(): Evaluation;
}

/** Makes an evaluator of answers over so many classes. */
export function createEvaluator(classes: number): Evaluator {
  const calibration = createCalibration();
  const confusion = new Map<number, number>();
  let size = 0;
  let right = 0;
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
        calibration.add(Math.exp(logProbs[predicted]!), predicted === label);
        if (predicted === label) right++;
        const pair = label * classes + predicted;
        confusion.set(pair, (confusion.get(pair) ?? 0) + 1);
        nll -= logProbs[label]!;
        size++;
      }
    },
    result() {
      return {
        size,
        errors: size - right,
        accuracy: right / size,
        nll: nll / size,
        calibration: calibration.result(),
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
