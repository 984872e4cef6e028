import { assertArray, assertObject, assertOneOf } from "@dark-knowledge/core";
import type { Dataset } from "../dataset.ts";
import { fail } from "./fail.ts";
import { isFileDataset } from "./is-file-dataset.ts";

const KINDS: readonly Dataset["targets"]["kind"][] = ["classes", "several-classes", "positions", "numbers", "none"];

/** Throws unless it is a dataset whose stored numbers are all in memory. */
export function assertDataset(functionName: string, dataset: unknown): asserts dataset is Dataset {
  assertExamples(functionName, dataset);
  if (!isFileDataset(dataset)) return;
  fail(functionName, "state", "dataset", "must be in memory (readBatches reads one of files)", "a dataset of files");
}

/**
 * Throws unless it can be what `createDataset` or `openFileDataset` gave. That its parts fit together was looked at there; here, that it is
 * a dataset at all, and not the parts of one, a table or a tensor.
 */
export function assertExamples(functionName: string, dataset: unknown): asserts dataset is Dataset {
  assertObject(functionName, "dataset", dataset);
  const { columns, targets, rows } = dataset as Partial<Dataset>;
  assertObject(functionName, "dataset.columns", columns);
  const entries = Object.entries(columns);
  if (entries.length === 0) fail(functionName, "shape", "dataset.columns", "must have a column", "none");
  for (const [name, column] of entries) {
    assertObject(functionName, `dataset.columns.${name}`, column);
    assertArray(functionName, `dataset.columns.${name}.values`, column.values, "numbers");
    assertArray(functionName, `dataset.columns.${name}.shape`, column.shape, "Array");
    assertArray(functionName, `dataset.columns.${name}.transforms`, column.transforms, "Array");
  }
  assertObject(functionName, "dataset.targets", targets);
  assertOneOf(functionName, "dataset.targets.kind", targets.kind, KINDS);
  assertArray(functionName, "dataset.rows", rows, "Int32Array");
}
