import { ArgumentError, formatShape, formatValue } from "@dark-knowledge/core";
import type { Batch } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { valueRows } from "./answer-rows.ts";
import { answerShape, hasVariances, isOneChoice, placeOf, type Task } from "./task.ts";

/**
 * Copies what a model said of a batch, row by row without padding, checks it, and disposes of the tensor.
 *
 * @param omitUnanswered whether a row of NaN is an example without an answer
 */
export async function readLogits(
  functionName: string,
  argument: string,
  answer: tf.Tensor,
  task: Task,
  batch: Batch,
  omitUnanswered = false,
): Promise<Float32Array> {
  const fail = (expected: string, received: string, code: "shape" | "dtype"): never => {
    throw new ArgumentError({ functionName, argument, expected, received, code });
  };
  const what = task.kind === "numbers" ? "numbers" : "logits";
  if (!(answer instanceof tf.Tensor)) fail(`must give a tensor of ${what}`, formatValue(answer), "dtype");
  try {
    const expected = formatShape(answerShape(task, batch));
    if (formatShape(answer.shape) !== expected) {
      const outputs = hasVariances(task)
        ? "examples, and a number and a log variance of each output,"
        : "examples and outputs";
      const axes = { numbers: outputs, positions: "examples, positions and classes" };
      const named = axes[task.kind as keyof typeof axes] ?? "examples and classes";
      fail(`must give ${what} of shape ${expected} (${named} of the dataset)`, formatShape(answer.shape), "shape");
    }
    const values = valueRows(task, Float32Array.from(await answer.data()), batch);
    assertLogitValues(functionName, argument, values, task, batch.ids, omitUnanswered);
    return values;
  } finally {
    answer.dispose();
  }
}

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
