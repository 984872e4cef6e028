import { ArgumentError, logitsOfProbs } from "@dark-knowledge/core";
import { isOneChoice, type Task } from "./task.ts";

/** By how much float32 or float16 sums of a softmax may miss one. */
const TOLERANCE = 1e-3;

/** Throws an ArgumentError where a classifier gives probabilities, unless they are to be made logits. Says whether it gives some. */
export function assertLogits(
  functionName: string,
  argument: string,
  values: Float32Array,
  task: Task,
  undoSoftmax: boolean,
): boolean {
  if (task.kind === "numbers") return false;
  const areProbs = isOneChoice(task) ? areDistributions(values, task.names.length) : areShares(values);
  if (!areProbs) return false;
  if (undoSoftmax) return true;
  const received = isOneChoice(task) ? "rows that are not negative and sum to one" : "numbers from 0 to 1";
  throw notLogits(functionName, argument, received);
}

/** The error for a classifier that gives probabilities. */
export function notLogits(functionName: string, argument: string, received: string): ArgumentError {
  const expected = "must give logits, not probabilities (undoSoftmax: true makes them logits)";
  return new ArgumentError({ functionName, argument, expected, received, code: "range" });
}

/** Logits of probabilities: their logarithms in a choice, the logarithms of their odds where each class is a question of its own. */
export function logitsOf(task: Task, probs: Float32Array): Float32Array {
  const logProbs = logitsOfProbs(probs);
  if (isOneChoice(task)) return logProbs;
  const others = logitsOfProbs(probs.map((prob) => 1 - prob));
  return logProbs.map((logProb, index) => logProb - others[index]!);
}

/** Whether all rows are probabilities: not negative, with a sum of one. */
function areDistributions(values: ArrayLike<number>, classes: number): boolean {
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

/** Whether all values could be what a logistic function gives. */
function areShares(values: Float32Array): boolean {
  return values.length > 0 && values.every((value) => value >= 0 && value <= 1);
}
