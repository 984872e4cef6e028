import { ArgumentError } from "@dark-knowledge/core";
import { isOneChoice, placeOf, type Task } from "./task.ts";

/** Throws an ArgumentError where answers are NaN or +∞, or −∞ for all classes of a choice; numbers must be finite. */
export function assertLogitValues(
  functionName: string,
  argument: string,
  values: Float32Array,
  task: Task,
  ids: Int32Array,
  omitUnanswered = false,
): void {
  const { kind, names, width: classes } = task;
  const fail = (expected: string, received: string): never => {
    throw new ArgumentError({ functionName, argument, expected, received, code: "range" });
  };
  for (let row = 0; row * classes < values.length; row++) {
    if (omitUnanswered && isUnanswered(values, row, classes)) continue;
    let hasFinite = false;
    for (let column = 0; column < classes; column++) {
      const value = values[row * classes + column]!;
      if (kind === "numbers" && !Number.isFinite(value)) {
        const what = column < names.length ? `output ${column}` : `the log variance of output ${column - names.length}`;
        fail("must give finite numbers", `${value} for ${what} of ${placeOf(task, ids, row)}`);
      }
      if (!(value < Infinity)) {
        fail("must give finite logits", `${value} for class ${column} of ${placeOf(task, ids, row)}`);
      }
      hasFinite ||= value > -Infinity;
    }
    if (!hasFinite && isOneChoice(task)) {
      fail("must give a finite logit for some class", `-Infinity for all classes of ${placeOf(task, ids, row)}`);
    }
  }
}

/** Whether a row says that there is no answer: NaN for every class. */
export function isUnanswered(values: Float32Array, row: number, classes: number): boolean {
  for (let at = row * classes; at < (row + 1) * classes; at++) if (!Number.isNaN(values[at])) return false;
  return true;
}
