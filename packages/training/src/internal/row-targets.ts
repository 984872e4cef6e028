import type { Batch } from "@dark-knowledge/datasets";
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
