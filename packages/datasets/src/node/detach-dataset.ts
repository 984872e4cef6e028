import type { Dataset } from "../dataset.ts";
import type { FileDataset, FilePlace } from "../file-dataset.ts";
import { assertExamples } from "../internal/assert-dataset.ts";
import { isFileDataset } from "../internal/is-file-dataset.ts";

/** A dataset of files without its files: plain data, which can be sent to a worker thread. */
export interface DetachedDataset {
  readonly kind: "detached";
  readonly dataset: Omit<FileDataset, "storage">;
  readonly files: DetachedFiles;
}

/** The files of a dataset, as plain data. */
export interface DetachedFiles {
  readonly places: readonly FilePlace[];
  readonly cacheBytes: number;
}

// Views of one storage stay views of one, also when they are sent together.
const DETACHED: WeakMap<object, DetachedFiles> = /* @__PURE__ */ new WeakMap();

/**
 * Detaches a dataset from its files, so that it can be sent to a worker thread: its targets, view, transforms and
 * layout, and where its files are. {@link attachDataset} opens them there. A dataset in memory is plain data already.
 *
 * @returns the dataset as it is if it is in memory
 *
 * @example
 * ```ts no-run
 * import { Worker } from "node:worker_threads";
 * import { detachDataset, openFileDataset } from "@dark-knowledge/datasets/node";
 *
 * const clicks = await openFileDataset("clicks.parquet", { label: "bought" });
 * new Worker("./train.js", { workerData: detachDataset(clicks) });
 * ```
 */
export function detachDataset(dataset: Dataset): Dataset | DetachedDataset {
  assertExamples("detachDataset", dataset);
  if (!isFileDataset(dataset)) return dataset;
  const { storage, ...rest } = dataset;
  const { places, cacheBytes } = storage;
  const files = DETACHED.get(storage) ?? { places, cacheBytes };
  DETACHED.set(storage, files);
  return { kind: "detached", dataset: rest, files };
}
