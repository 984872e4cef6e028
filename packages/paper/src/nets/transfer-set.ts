import { assertFields } from "@dark-knowledge/core";
import {
  classNamesOf,
  type Dataset,
  datasetSize,
  omitClasses,
  onlyClasses,
  stratifiedSubset,
} from "@dark-knowledge/datasets";
import { SPLIT_SEED } from "../data/internal/split-seed.ts";
import { SpecError } from "../spec/spec-error.ts";
import { keepLabels, type LabelledShare } from "./internal/keep-labels.ts";

/** The training examples that a student sees. Default: all. */
export interface TransferSetSpec {
  /** Classes to leave out. */
  readonly omit?: readonly number[];
  /** The only classes to keep; empty for no restriction. */
  readonly only?: readonly number[];
  /** The share of the examples to keep. */
  readonly share?: number;
  /** The number of examples to keep. */
  readonly size?: number;
  /** How often each example comes in an epoch. Default: once. */
  readonly repeat?: number;
  /** The examples that keep their labels: a share of each class, drawn by a seed. Default: all of them. */
  readonly labelled?: LabelledShare;
}

/**
 * Makes a view of the training set. All students get the same examples of a part.
 *
 * @example
 * ```ts
 * import { classCounts, datasetSize, generatedDigits } from "@dark-knowledge/datasets";
 * import { transferSetOf } from "@dark-knowledge/paper";
 *
 * const { train } = generatedDigits({ trainSize: 200, testSize: 10, seed: 1 });
 * const without3s = transferSetOf(train, { omit: [3], size: 50 });
 * [datasetSize(without3s), classCounts(without3s)[3]]; // => [50, 0]
 * ```
 *
 * @throws ArgumentError when an argument has the wrong type
 * @throws SpecError when a class does not exist, nothing is left, or there are fewer examples than the specification
 * asks for
 */
export function transferSetOf(training: Dataset, spec: TransferSetSpec): Dataset {
  datasetSize(training);
  assertFields("transferSetOf", spec, {
    ...{
      omit: "numbers?",
      only: "numbers?",
      share: "number?",
      size: "number?",
      repeat: "number?",
      labelled: "object?",
    },
  });
  const { omit = [], only = [], share = 1, repeat = 1, labelled } = spec;
  assertClasses(training, { omit, only });
  const classes = training.targets.kind === "classes" ? classNamesOf(training).length : 0;
  for (const [path, labels] of Object.entries({ omit, only })) {
    const unknown = labels.find((label) => label >= classes);
    if (unknown !== undefined) throw new SpecError(path, `must name classes from 0 to ${classes - 1}`, String(unknown));
  }
  const some = only.length > 0 ? onlyClasses(training, only) : omit.length > 0 ? omitClasses(training, omit) : training;
  const available = datasetSize(some);
  if (available === 0) throw new SpecError("omit", "must leave examples in the transfer set", "none");
  const size = spec.size ?? Math.max(1, Math.round(share * available));
  if (size > available) throw new SpecError("transferSize", `must be at most ${available}`, String(size));
  const kept = size === available ? some : stratifiedSubset(some, { size, seed: SPLIT_SEED });
  const seen = labelled === undefined ? kept : keepLabels(kept, labelled);
  return repeat === 1 ? seen : { ...seen, rows: repeatRows(seen.rows, repeat) };
}

function repeatRows(rows: Int32Array, times: number): Int32Array {
  const repeated = new Int32Array(rows.length * times);
  for (let time = 0; time < times; time++) repeated.set(rows, time * rows.length);
  return repeated;
}

/** Only examples with a class each can be left out by it. */
function assertClasses({ targets }: Dataset, lists: Readonly<Record<"omit" | "only", readonly number[]>>): void {
  if (targets.kind === "classes") return;
  const [path, labels] = Object.entries(lists).find(([, list]) => list.length > 0) ?? [];
  if (labels === undefined) return;
  throw new SpecError(path!, "must be left out where examples have no class each", labels.join());
}
