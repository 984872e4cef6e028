import type { Batch } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { realRows, type Task } from "./task.ts";

/** An answer of a student to a batch as rows, `[rows, names]`, without padding. */
export function answerRows(task: Task, answer: tf.Tensor, batch: Batch): tf.Tensor2D {
  if (task.kind !== "positions") return answer as tf.Tensor2D;
  const rows = tf.reshape(answer, [-1, task.names.length]) as tf.Tensor2D;
  const real = realRows(task, batch);
  return real === undefined ? rows : (tf.gather(rows, tf.tensor1d(real, "int32")) as tf.Tensor2D);
}
