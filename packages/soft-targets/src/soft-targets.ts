import type { SoftTargetManifest } from "./manifest.ts";

/** A piece of a file, in bytes: from `start` to before `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where the files of a store are: a directory, a web server, a memory. Files are named by their plain names. */
export interface SoftTargetFiles {
  /** The path or address of a file, for errors. */
  locate(file: string): string;
  /** A whole file, in memory of its own. Throws an error that names the file when it is not there, or longer than `mostBytes`. */
  readAll(file: string, mostBytes: number): Promise<Uint8Array>;
  /** Pieces of a file of `fileBytes` bytes; a piece that goes beyond its end comes back shorter. */
  readRanges(file: string, ranges: readonly ByteRange[], fileBytes: number): Promise<readonly Uint8Array[]>;
  /** Closes open files. */
  close(): Promise<void>;
}

/** Full rows of logits. */
export interface DenseAnswers {
  readonly kind: "dense";
  /** Row-major, `[ids, classes]`. */
  readonly logits: Float32Array;
}

/** Top-k rows; see `topKLogits` for the meaning of each part. */
export interface TopKAnswers {
  readonly kind: "top-k";
  /** Class numbers, largest logit first, `[ids, k]`. */
  readonly indices: Int32Array;
  /** Their logits, `[ids, k]`. */
  readonly logits: Float32Array;
  /** The logarithm of the mass of the other classes, `[ids]`. */
  readonly tailLogits: Float32Array;
}

/** A teacher's answers, one for each id that was asked for, in that order, in arrays of the receiver's own. */
export type SoftTargetAnswers = DenseAnswers | TopKAnswers;

/** Some consecutive rows of a store. */
export interface SoftTargetBlock {
  readonly ids: readonly number[];
  readonly augmentationSeed: number;
  readonly answers: SoftTargetAnswers;
}

/** An open store of teacher answers. */
export interface SoftTargets {
  readonly manifest: SoftTargetManifest;
  readonly files: SoftTargetFiles;
  /**
   * The answers for some ids, in any order and also repeated.
   *
   * @param augmentationSeed as the batch has it. Default: 0, for the examples as they are stored
   * @throws Error that names the file and the cure when an id or a seed is not there, or a shard is damaged
   */
  read(ids: ArrayLike<number>, augmentationSeed?: number): Promise<SoftTargetAnswers>;
  /** The first of some ids that has no answer; undefined when all have one. */
  findMissing(ids: ArrayLike<number>, augmentationSeed?: number): Promise<number | undefined>;
  /** All rows in stored order, a block of one shard at a time. */
  blocks(): AsyncIterable<SoftTargetBlock>;
  close(): Promise<void>;
}
