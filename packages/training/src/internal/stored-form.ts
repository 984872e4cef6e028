import { ArgumentError } from "@dark-knowledge/core";
import type { SoftTargetManifest } from "@dark-knowledge/soft-targets";
import { createScale, createUnscale } from "./create-unscale.ts";
import { hasVariances, type Task } from "./task.ts";

/** The tasks whose answers a store can hold. */
export const STORABLE: readonly ["classes", "several-classes", "numbers"] = ["classes", "several-classes", "numbers"];

/** How a store holds the answers to the examples of a task. */
export interface StoredForm {
  readonly columns: Pick<SoftTargetManifest, "classNames" | "task">;
  /** Takes a model's answers; numbers are stored in the unit of the data, so that a store does not depend on a training set's scale. */
  toStored(answers: Float32Array): Float32Array;
  /** Gives a model's answers. */
  fromStored(stored: Float32Array): Float32Array;
}

/** The form for a task that is {@link STORABLE}. Throws, naming what was called, where numbers have variances. */
export function storedFormOf(functionName: string, argument: string, task: Task): StoredForm {
  const { kind, names, targets } = task;
  const asTheyAre = (answers: Float32Array) => answers;
  if (targets.kind !== "numbers") {
    const columns = { classNames: names, ...(kind === "several-classes" ? { task: "several-classes" as const } : {}) };
    return { columns, toStored: asTheyAre, fromStored: asTheyAre };
  }
  if (hasVariances(task)) {
    const expected = "must have numbers without variances, which a store cannot hold";
    throw new ArgumentError({ functionName, argument, expected, received: "variances", code: "state" });
  }
  const by = (change: (value: number, output: number) => number) => (answers: Float32Array) =>
    answers.map((value, at) => change(value, at % names.length));
  const [toStored, fromStored] = [by(createUnscale(targets.scale)), by(createScale(targets.scale))];
  return { columns: { classNames: names, task: "numbers" }, toStored, fromStored };
}
