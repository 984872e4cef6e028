import { ArgumentError } from "@dark-knowledge/core";

/** By how much float32 or float16 sums of a softmax may miss one. */
const TOLERANCE = 1e-3;

/** Throws an ArgumentError where a classifier gives probabilities, unless they are to be made logits. Says whether it gives some. */
export function assertLogits(
  functionName: string,
  argument: string,
  values: Float32Array,
  classes: number,
  undoSoftmax: boolean,
): boolean {
  if (!areProbs(values, classes)) return false;
  if (undoSoftmax) return true;
  throw notLogits(functionName, argument, "rows that are not negative and sum to one");
}

/** The error for a classifier that gives probabilities. */
export function notLogits(functionName: string, argument: string, received: string): ArgumentError {
  const expected = "must give logits, not probabilities (undoSoftmax: true makes them logits)";
  return new ArgumentError({ functionName, argument, expected, received, code: "range" });
}

/** Whether all rows are probabilities: not negative, with a sum of one. */
function areProbs(values: ArrayLike<number>, classes: number): boolean {
  for (let from = 0; from < values.length; from += classes) {
    let sum = 0;
    for (let at = from; at < from + classes; at++) {
      if (!(values[at]! >= 0)) return false;
      sum += values[at]!;
    }
    if (Math.abs(sum - 1) > TOLERANCE) return false;
  }
  return values.length > 0;
}
