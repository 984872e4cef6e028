import type { Dataset } from "./dataset.ts";
import type { TableLayout } from "./table-layout.ts";

/** Counts of a cache of row groups. */
export interface FileCacheStatistics {
  /** How often a row group was read from its file. */
  readonly reads: number;
  /** The bytes of the row groups in memory. */
  readonly heldBytes: number;
  /** The most bytes that were in memory at a time. */
  readonly mostHeldBytes: number;
}

/** The stored numbers of one row group, example by example, by the name of the column. */
export type StoredGroup = Readonly<Record<string, Float32Array>>;

/** The place and state of a file of a {@link FileDataset}: they find it again, and show that it is the same. */
export interface FilePlace {
  readonly path: string;
  /** The size in bytes. */
  readonly size: number;
  /** The time of the last change, in milliseconds. */
  readonly mtimeMs: number;
}

/** The row groups of a {@link FileDataset}, of all its files together. All views share it. */
export interface FileStorage {
  /** The id of each row group's first example, and at the end the number of examples. */
  readonly starts: Int32Array;
  /** The files, in their order. */
  readonly places: readonly FilePlace[];
  /** The columns of the files, whether they are used or not. */
  readonly names: readonly string[];
  /** The memory that an example takes in the cache. */
  readonly bytesPerExample: number;
  /** The most memory for row groups. */
  readonly cacheBytes: number;
  /** The examples whose numbers are in the columns: the first ones. */
  readonly sampled: number;
  /**
   * Returns the stored numbers of a row group: at once if they are in memory. Errors begin with `functionName`.
   */
  load(functionName: string, group: number): StoredGroup | Promise<StoredGroup>;
  statistics(): FileCacheStatistics;
  /** Forgets the row groups in memory. They are read again when they are needed. */
  release(): void;
  /**
   * Returns the SHA-256 of the stored numbers of each column, over all examples: that of the same numbers in memory.
   * Reads all files, the first time.
   */
  digests(functionName: string): Promise<Readonly<Record<string, Uint8Array>>>;
}

/**
 * A dataset whose inputs are in files, for more than there is memory for; `openFileDataset` of
 * `@dark-knowledge/datasets/node` opens one. Targets, weights and the view are in memory. {@link readBatches} reads its
 * batches, and the training loops do.
 *
 * It has the form of a {@link Dataset}, and the functions that make views of datasets make views of it. Its `columns`
 * describe the inputs but hold only the first examples: a function that needs all stored numbers refuses it.
 */
export interface FileDataset extends Dataset {
  readonly storage: FileStorage;
  /** The use of the columns of the files. Open other files of the same table with it. */
  readonly layout: TableLayout;
  /** The group of each example, if the layout has a column of groups; for {@link groupSplit}. */
  readonly groups?: Int32Array;
}
