import { ArgumentError } from "@dark-knowledge/core";
import { classNamesOf } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { assertPerExample } from "./assert-per-example.ts";
import type { Run } from "./run.ts";

/** A loss of the caller's, of the student's logits, the teacher's, and labels. */
type OwnLoss = (studentLogits: tf.Tensor2D, teacherLogits: tf.Tensor2D, labels: tf.Tensor1D) => tf.Tensor;

/**
 * Calls a loss of the caller's on logits that are made up, as many as a batch has and as many as the last one has: some losses need
 * more than one example.
 */
export function probeLoss(
  { functionName, batchSize, lastBatchSize, training }: Run,
  argument: string,
  loss: OwnLoss,
): void {
  const classes = classNamesOf(training).length;
  const call = (rows: number) =>
    tf.tidy(() => {
      const logits = (seed: number) => tf.randomNormal<tf.Rank.R2>([rows, classes], 0, 1, "float32", seed);
      const labels = tf.tensor1d(
        Array.from({ length: rows }, (_, row) => row % classes),
        "int32",
      );
      assertPerExample(functionName, argument, loss(logits(1), logits(2), labels), rows);
    });
  const total = training.rows.length;
  call(Math.min(batchSize, total));
  if (lastBatchSize === batchSize || total < batchSize) return;
  try {
    call(lastBatchSize);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ArgumentError({
      functionName,
      argument: "batchSize",
      expected: `must leave no last batch of ${lastBatchSize} with ${argument} (${reason}); dropRemainder: true leaves it out`,
      received: `${batchSize} for ${total} examples`,
      code: "range",
    });
  }
}
