import type { Batch } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { rowTargets } from "./row-targets.ts";
import { targetBatches } from "./target-batches.ts";
import { isOneChoice, type Task } from "./task.ts";

/** The weight of each row of a batch in every term, which is that of its example; undefined where all are 1. */
function rowWeights({ kind, rowsOf }: Task, { weights, ids }: Batch): Float32Array | undefined {
  if (weights === undefined || kind !== "positions") return weights;
  const rows = new Float32Array(ids.reduce((sum, id) => sum + rowsOf(id), 0));
  let at = 0;
  ids.forEach((id, index) => {
    rows.fill(weights[index]!, at, at + rowsOf(id));
    at += rowsOf(id);
  });
  return rows;
}

/** The sum of the weights of the examples of a batch: their number, where all are 1. */
export function batchWeight({ weights, ids }: Batch): number {
  return weights === undefined ? ids.length : sumOf(weights);
}

/** The same of `rows` rows of answers. */
export function weightOfRows(task: Task, batch: Batch, rows: number): number {
  const weights = rowWeights(task, batch);
  return weights === undefined ? rows : sumOf(weights);
}

/** The weights of what a hard term is about, added up: the number of known targets, where all are 1. */
export function knownWeight(task: Task, batch: Batch): number {
  return targetBatches(batch).reduce((sum, one) => sum + ownKnownWeight(task, one), 0);
}

function ownKnownWeight(task: Task, batch: Batch): number {
  const targets = rowTargets(task, batch);
  const width = task.names.length;
  const weights = rowWeights(task, batch);
  if (targets.kind === "numbers") {
    return targets.known.reduce((sum, known, at) => sum + known * (weights?.[Math.floor(at / width)] ?? 1), 0);
  }
  const isPerClass = targets.kind === "several-classes";
  return targets.labels.reduce((sum, label, at) => {
    if (label < 0) return sum;
    const [row, column] = isPerClass ? [Math.floor(at / width), at % width] : [at, label];
    return sum + (weights?.[row] ?? 1) * (task.classWeights?.[column] ?? 1);
  }, 0);
}

/**
 * The weights of a batch as tensors: `rowWeights`, and for the rows that have a hard term `hardWeights`, which are those of rows, times that of the
 * label's class where a row has one class. Each is left out where all are 1.
 */
export function weightTensors(task: Task, batch: Batch): tf.NamedTensorMap {
  const { classWeights } = task;
  const weights = rowWeights(task, batch);
  if (weights === undefined && classWeights === undefined) return {};
  const rows: tf.NamedTensorMap = weights === undefined ? {} : { rowWeights: tf.tensor1d(weights) };
  const targets = rowTargets(task, batch);
  const labels = isOneChoice(task) && targets.kind !== "numbers" ? targets.labels : undefined;
  if (labels === undefined) return weights === undefined ? {} : { ...rows, hardWeights: tf.tensor1d(weights) };
  const hard = labelledRows(task, labels).map((row) => (weights?.[row] ?? 1) * (classWeights?.[labels[row]!] ?? 1));
  return { ...rows, hardWeights: tf.tensor1d(hard) };
}

/** The rows whose label counts something. */
export function labelledRows({ classWeights }: Task, labels: Int32Array): number[] {
  return Array.from(labels.keys()).filter((row) => labels[row]! >= 0 && classWeights?.[labels[row]!] !== 0);
}

/** The values of rows, each times its weight. */
export function weigh<Values extends tf.Tensor>(values: Values, weights: tf.Tensor | undefined): Values {
  return weights === undefined ? values : tf.mul(values, weights);
}

function sumOf(weights: Float32Array): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
