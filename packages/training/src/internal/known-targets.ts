import { ArgumentError } from "@dark-knowledge/core";
import { type Batch, type Dataset, selectRows } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { product } from "./product.ts";
import { realRows, type Task } from "./task.ts";

/** The targets of a batch, row by row as the answers are. */
export type RowTargets =
  /** `[rows]`, −1 where there is no class. */
  | { readonly kind: "classes" | "positions"; readonly labels: Int32Array }
  /** `[rows, classes]`, −1 where it is not known. */
  | { readonly kind: "several-classes"; readonly labels: Int32Array }
  /** `[rows, outputs]`, with `known` 0 where a value is not. */
  | { readonly kind: "numbers"; readonly values: Float32Array; readonly known: Uint8Array };

/** The targets of a batch without those of padding. */
export function rowTargets(task: Task, batch: Batch): RowTargets {
  const { targets } = batch;
  if (targets.kind === "none") throw new Error("a batch without targets has nothing to learn from");
  if (targets.kind === "numbers" || targets.kind === "several-classes") return targets;
  const real = realRows(task, batch);
  return { kind: targets.kind, labels: real === undefined ? targets.labels : real.map((row) => targets.labels[row]!) };
}

/** How many targets of some rows are known: rows, or where a row has several, those of all rows. */
export function knownCount(targets: RowTargets): number {
  return targets.kind === "numbers"
    ? targets.known.reduce((sum, known) => sum + known, 0)
    : targets.labels.reduce((sum, label) => sum + (label >= 0 ? 1 : 0), 0);
}

/** The targets as tensors: `labels`, or `values` and `known`; and for a class in each row, the rows that have one where some have none. */
export function targetTensors(task: Task, targets: RowTargets): tf.NamedTensorMap {
  const width = task.names.length;
  if (targets.kind === "numbers") {
    const shape: [number, number] = [targets.values.length / width, width];
    return {
      values: tf.tensor2d(targets.values, shape),
      known: tf.tensor2d(Int32Array.from(targets.known), shape, "int32"),
    };
  }
  const { labels } = targets;
  if (targets.kind === "several-classes") {
    return { labels: tf.tensor2d(labels, [labels.length / width, width], "int32") };
  }
  const labelled = Array.from(labels.keys()).filter((row) => labels[row]! >= 0);
  const all = { labels: tf.tensor1d(labels, "int32") };
  return labelled.length === labels.length ? all : { ...all, labelled: tf.tensor1d(labelled, "int32") };
}

/** Whether anything is known of any example. */
export function hasTargets(task: Task, dataset: Dataset): boolean {
  return dataset.rows.some((id) => isKnown(task, id));
}

/** The examples of which something is known. */
export function onlyKnown(task: Task, dataset: Dataset): Dataset {
  if (dataset.rows.every((id) => isKnown(task, id))) return dataset;
  const positions = Array.from(dataset.rows.keys()).filter((position) => isKnown(task, dataset.rows[position]!));
  return selectRows(dataset, positions);
}

/** Throws an ArgumentError unless something is known of some example. */
export function assertSomeKnown(functionName: string, argument: string, task: Task, dataset: Dataset): void {
  if (hasTargets(task, dataset)) return;
  const isOneLabel = task.kind === "classes";
  throw new ArgumentError({
    functionName,
    argument,
    expected: `must have at least one ${isOneLabel ? "labelled example" : "known target"}`,
    received: isOneLabel ? "labels that are all -1" : "none",
    code: "range",
  });
}

function isKnown({ targets, names, rowsOf }: Task, id: number): boolean {
  if (targets.kind === "classes") return targets.labels[id]! >= 0;
  const width = names.length;
  if (targets.kind === "numbers") {
    return targets.known === undefined || targets.known.subarray(id * width, (id + 1) * width).includes(1);
  }
  if (targets.kind === "several-classes") {
    return targets.labels.subarray(id * width, (id + 1) * width).some((label) => label >= 0);
  }
  const size = rowsOf(id);
  const from = targets.offsets === undefined ? id * size : targets.offsets[id]! * product(targets.shape);
  return targets.labels.subarray(from, from + size).some((label: number) => label !== targets.ignored);
}
