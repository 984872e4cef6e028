import { join } from "node:path";
import { generatedDigits, type TrainAndTest } from "@dark-knowledge/datasets";
import { loadEmnistByClass, loadFashionMnist, loadMnist } from "@dark-knowledge/datasets/node";
import { SpecError } from "../spec/spec-error.ts";
import type { DataSource } from "./data-source.ts";
import { generatedClusters } from "./generated-clusters.ts";

/** The datasets that experiments know by name. */
export type DatasetName = "digits" | "mnist" | "fashion-mnist" | "emnist-byclass" | "generated";

/** Datasets that are generated and need no files. */
export const GENERATED: readonly string[] = ["digits", "generated"];

const SEED = 1503_02531;

/** The number of examples of a generated dataset. */
export interface GeneratedSizes {
  readonly trainSize: number;
  readonly testSize: number;
}

/**
 * Loads or generates a whole dataset.
 *
 * @param sizes the sizes of a generated dataset
 * @throws SpecError when a dataset that cannot be downloaded has no folder
 */
export async function loadDataset(name: DatasetName, source: DataSource, sizes: GeneratedSizes): Promise<TrainAndTest> {
  if (name === "digits") return generatedDigits({ ...sizes, seed: SEED });
  if (name === "generated") return generatedClusters({ ...sizes, seed: SEED });
  const { shared, cache, onDownload, signal } = source;
  const folder = name === "emnist-byclass" ? "emnist-byclass-test" : name;
  const directory = source.directory ?? (shared === undefined ? undefined : join(shared, folder));
  if (name === "emnist-byclass") {
    if (directory !== undefined) return loadEmnistByClass({ directory });
    throw new SpecError("dataset", "must be one that can be downloaded or generated if no folder is given", name);
  }
  return (name === "mnist" ? loadMnist : loadFashionMnist)({
    cacheDirectory: join(cache, name),
    ...(directory === undefined ? {} : { directory }),
    ...(onDownload ? { onProgress: onDownload } : {}),
    signal,
  });
}
