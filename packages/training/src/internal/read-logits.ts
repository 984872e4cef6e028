import { ArgumentError, formatShape, formatValue } from "@dark-knowledge/core";
import type { Batch } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { assertLogitValues } from "./assert-logit-values.ts";
import { answerShape, hasVariances, type Task } from "./task.ts";
import { valueRows } from "./value-rows.ts";

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
