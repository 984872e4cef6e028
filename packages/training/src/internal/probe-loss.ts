import { ArgumentError } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { assertPerExample } from "./assert-per-example.ts";
import type { Run } from "./run.ts";
import type { Task } from "./task.ts";

/** A loss of the caller's, of rows of the student's answers, the teacher's, and targets. */
type OwnLoss = (student: tf.Tensor2D, teacher: tf.Tensor2D, targets: tf.Tensor) => tf.Tensor;

/**
 * Calls a loss of the caller's on logits that are made up, as many as a batch has and as many as the last one has: some losses need
 * more than one example.
 */
export function probeLoss(run: Run, argument: string, loss: OwnLoss): void {
  const { functionName, task } = run;
  const { width } = task;
  probeBatchSizes(run, argument, (rows) =>
    tf.tidy(() => {
      const logits = (seed: number) => tf.randomNormal<tf.Rank.R2>([rows, width], 0, 1, "float32", seed);
      assertPerExample(functionName, argument, loss(logits(1), logits(2), madeUpTargets(task, rows)), rows);
    }),
  );
}

/** Calls a probe with as many rows as a batch has, and with as many as the last one has, for which an error says what to do. */
export function probeBatchSizes(
  { functionName, batchSize, lastBatchSize, training }: Run,
  argument: string,
  call: (rows: number) => void,
): void {
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

/** Targets for so many rows. */
function madeUpTargets({ kind, names }: Task, rows: number): tf.Tensor {
  const width = names.length;
  if (kind === "numbers") return tf.randomNormal([rows, width], 0, 1, "float32", 3);
  const numbers = (length: number, below: number) => Int32Array.from({ length }, (_, index) => index % below);
  if (kind === "several-classes") return tf.tensor2d(numbers(rows * width, 2), [rows, width], "int32");
  return tf.tensor1d(numbers(rows, width), "int32");
}
