import { ArgumentError } from "@dark-knowledge/core";
import type { Batch, BatchTargets, Dataset, PositionTargets, Targets } from "@dark-knowledge/datasets";
import { product } from "./product.ts";

/** The kinds of targets that there is something to learn from. */
export type TaskKind = Exclude<Targets["kind"], "none">;

/**
 * The targets to learn for the examples of a dataset. Every task is brought to rows of answers, `[rows, width]`: a row
 * for each example, or where every position of an example has a class, one for each position. Padding has no row, so
 * that nothing counts it.
 */
export interface Task {
  readonly kind: TaskKind;
  readonly targets: Exclude<Targets, { readonly kind: "none" }>;
  /** Classes, or outputs. */
  readonly names: readonly string[];
  /** The columns of an answer: one for each name, or where outputs have variances two, the logarithms of the variances last. */
  readonly width: number;
  /** The positions of one example; null where examples have different numbers of them, and no sizes where an example is one row. */
  readonly positions: readonly (number | null)[];
  /** The number of rows of a stored example. */
  readonly rowsOf: (id: number) => number;
  /** The weight of each class in a hard term. Left out where all are equal, and where nothing is learned. */
  readonly classWeights?: Float32Array;
}

/** The tasks of a classifier. */
export const CLASSIFICATION: readonly ["classes", "several-classes", "positions"] = [
  "classes",
  "several-classes",
  "positions",
];

const ALL: readonly TaskKind[] = ["classes", "several-classes", "positions", "numbers"];

/** The task of a dataset. Throws, naming what was called, where its targets are none of the kinds. */
export function taskOf<Kind extends TaskKind = TaskKind>(
  functionName: string,
  argument: string,
  { targets }: Pick<Dataset, "targets">,
  kinds: readonly Kind[] = ALL as readonly Kind[],
): Task & { readonly kind: Kind } {
  if (targets.kind === "none" || !kinds.includes(targets.kind as Kind)) {
    throw new ArgumentError({
      functionName,
      argument,
      expected: `must have targets of kind ${kinds.map((kind) => `"${kind}"`).join(" or ")}`,
      received: `"${targets.kind}"`,
      code: "state",
    });
  }
  const names = targets.kind === "numbers" ? targets.names : targets.classNames;
  const width = names.length * (targets.kind === "numbers" && targets.variances === true ? 2 : 1);
  return { kind: targets.kind as Kind, targets, names, width, ...layoutOf(targets) };
}

/** Whether an answer has variances. */
export function hasVariances({ names, width }: Pick<Task, "names" | "width">): boolean {
  return width > names.length;
}

/** Whether an answer is one choice among the classes, so that a softmax belongs to it. */
export function isOneChoice({ kind }: Task): boolean {
  return kind === "classes" || kind === "positions";
}

/** The shape of the answer to a batch: examples, positions, columns. */
export function answerShape({ kind, width }: Task, { targets, ids }: Batch): readonly number[] {
  return kind === "positions" ? [...(targets as PositionBatch).shape, width] : [ids.length, width];
}

/** Which rows of an answer with padding are about a position; undefined where all are. */
export function realRows({ positions, rowsOf }: Task, { targets, ids }: Batch): Int32Array | undefined {
  if (positions[0] !== null) return undefined;
  const perExample = product((targets as PositionBatch).shape.slice(1));
  if (ids.every((id) => rowsOf(id) === perExample)) return undefined;
  return Int32Array.from(
    [...ids].flatMap((id, index) => Array.from({ length: rowsOf(id) }, (_, row) => index * perExample + row)),
  );
}

/** Where a row of a batch stands, for errors. */
export function placeOf({ kind, rowsOf }: Task, ids: Int32Array, row: number): string {
  if (kind !== "positions") return `example ${ids[row]}`;
  let position = row;
  for (const id of ids) {
    if (position < rowsOf(id)) return `position ${position} of example ${id}`;
    position -= rowsOf(id);
  }
  return `row ${row}`;
}

type PositionBatch = Extract<BatchTargets, { readonly kind: "positions" }>;

function layoutOf(targets: Targets): Pick<Task, "positions" | "rowsOf"> {
  if (targets.kind !== "positions") return { positions: [], rowsOf: () => 1 };
  const { shape, offsets }: PositionTargets = targets;
  const size = product(shape);
  if (offsets === undefined) return { positions: shape, rowsOf: () => size };
  return { positions: [null, ...shape], rowsOf: (id) => (offsets[id + 1]! - offsets[id]!) * size };
}
