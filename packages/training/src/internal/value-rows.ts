import type { Batch } from "@dark-knowledge/datasets";
import { realRows, type Task } from "./task.ts";

/** The numbers of a student's answer to a batch as rows, `[rows, names]`, without padding: as `answerRows`, and without TensorFlow.js. */
export function valueRows(task: Task, values: Float32Array, batch: Batch): Float32Array {
  const real = realRows(task, batch);
  if (real === undefined) return values;
  const width = task.names.length;
  const kept = new Float32Array(real.length * width);
  real.forEach((row, index) => {
    kept.set(values.subarray(row * width, (row + 1) * width), index * width);
  });
  return kept;
}
