import { ArgumentError } from "@dark-knowledge/core";
import { type Batch, type Dataset, selectRows } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { product } from "./product.ts";
import { rowTargets } from "./row-targets.ts";
import { labelledRows, weightTensors } from "./row-weights.ts";
import { targetBatches } from "./target-batches.ts";
import type { Task } from "./task.ts";

/** Begins the names of what belongs to the partners of mixed examples. */
const PARTNERS = "partners.";

/**
 * The targets of a batch as tensors: `labels`, or `values` and `known`; for a class in each row, the rows that have one where some have none
 * (`labelled`); and weights, see {@link weightTensors}. Of mixed examples also those of the partners, see {@link partnerTensors}.
 */
export function targetTensors(task: Task, batch: Batch): tf.NamedTensorMap {
  const [own, partners] = targetBatches(batch);
  if (partners === undefined) return ownTensors(task, own);
  const { rowWeights } = weightTensors(task, batch);
  const [mine, theirs] = [own, partners].map((one) => ownTensors(task, one));
  const prefixed = Object.entries(theirs!).map(([name, tensor]) => [`${PARTNERS}${name}`, tensor]);
  const { rowWeights: _, ...targets } = mine!;
  return { ...targets, ...(rowWeights ? { rowWeights } : {}), ...Object.fromEntries(prefixed) };
}

/** Picks those of {@link targetTensors} that belong to the partners of mixed examples, by the same names; undefined where nothing is mixed. */
export function partnerTensors(prepared: tf.NamedTensorMap): tf.NamedTensorMap | undefined {
  const theirs = Object.entries(prepared).filter(([name]) => name.startsWith(PARTNERS));
  if (theirs.length === 0) return undefined;
  return Object.fromEntries(theirs.map(([name, tensor]) => [name.slice(PARTNERS.length), tensor]));
}

function ownTensors(task: Task, batch: Batch): tf.NamedTensorMap {
  const targets = rowTargets(task, batch);
  const weights = weightTensors(task, batch);
  const width = task.names.length;
  if (targets.kind === "numbers") {
    const shape: [number, number] = [targets.values.length / width, width];
    return {
      ...weights,
      values: tf.tensor2d(targets.values, shape),
      known: tf.tensor2d(Int32Array.from(targets.known), shape, "int32"),
    };
  }
  const { labels } = targets;
  if (targets.kind === "several-classes") {
    return { ...weights, labels: tf.tensor2d(labels, [labels.length / width, width], "int32") };
  }
  const labelled = labelledRows(task, labels);
  const all = { ...weights, labels: tf.tensor1d(labels, "int32") };
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

/** Whether there is something to learn from a target of an example: one that is known, of a class whose weight is not 0. */
function isKnown(task: Task, id: number): boolean {
  const { targets, names, classWeights } = task;
  const counts = (label: number) => classWeights === undefined || classWeights[label]! > 0;
  if (targets.kind === "classes") return targets.labels[id]! >= 0 && counts(targets.labels[id]!);
  const width = names.length;
  if (targets.kind === "numbers") {
    return targets.known === undefined || targets.known.subarray(id * width, (id + 1) * width).includes(1);
  }
  if (targets.kind === "several-classes") {
    return targets.labels.subarray(id * width, (id + 1) * width).some((label, at) => label >= 0 && counts(at));
  }
  return storedLabels(task, id).some((label) => label >= 0 && counts(label));
}

/** The classes of an example, of which it has one, or one at each position; −1 where there is none. */
export function storedLabels({ targets, rowsOf }: Task, id: number): readonly number[] {
  if (targets.kind === "classes") return [targets.labels[id]!];
  if (targets.kind !== "positions") throw new Error(`targets of kind ${targets.kind} are no choice of a class`);
  const { labels, shape, offsets, ignored } = targets;
  const size = rowsOf(id);
  const from = offsets === undefined ? id * size : offsets[id]! * product(shape);
  return Array.from(labels.subarray(from, from + size), (label) => (label === ignored ? -1 : label));
}
