import { ArgumentError, assertNumber, formatValue } from "@dark-knowledge/core";
import { gaussianNegativeLogLikelihood, huberLoss, squaredError } from "@dark-knowledge/losses";
import type { NumberLoss } from "../number-loss.ts";
import { splitVariances } from "./split-variances.ts";
import { hasVariances, type Task } from "./task.ts";

/** The squared error, or Huber's loss with a delta. */
export function numberDistance(huberDelta: number | undefined): NumberLoss {
  if (huberDelta === undefined) return (s, t, known) => squaredError(s, t, { known });
  return (s, t, known) => huberLoss(s, t, { delta: huberDelta, known });
}

/** The hard term of numbers: their distance, or where they have variances their negative log-likelihood. */
export function numberLossOf(task: Task, huberDelta: number | undefined): NumberLoss {
  if (!hasVariances(task)) return numberDistance(huberDelta);
  return (answers, targets, known) => {
    const { means, logVariances } = splitVariances(answers);
    return gaussianNegativeLogLikelihood(means, { logVariances, targets }, { known });
  };
}

/** Throws where an option of a loop changes a distance, and a model gives variances: those make the loss a likelihood. */
export function assertNoDistance(functionName: string, task: Task, options: Readonly<Record<string, unknown>>): void {
  if (!hasVariances(task)) return;
  const argument = Object.keys(options).find((name) => options[name] !== undefined);
  if (argument === undefined) return;
  const expected = "must be left out where a model gives variances";
  throw new ArgumentError({
    functionName,
    argument,
    expected,
    received: formatValue(options[argument]),
    code: "state",
  });
}

/** Throws unless a delta is valid and not combined with a custom loss. */
export function assertHuberDelta(functionName: string, huberDelta: unknown, loss: unknown): void {
  if (huberDelta === undefined) return;
  assertNumber(functionName, "huberDelta", huberDelta, { above: 0, float32: true });
  if (loss === undefined) return;
  const expected = "must be left out with a custom loss";
  throw new ArgumentError({
    functionName,
    argument: "huberDelta",
    expected,
    received: String(huberDelta),
    code: "state",
  });
}
