import { countRows, countUnanswered, type SoftTargetManifest } from "../../manifest.ts";
import type { JournalEntry } from "./journal-entry.ts";

/** An answer that is in no shard yet: a row of an entry. */
export interface PendingRow {
  readonly entry: JournalEntry;
  readonly row: number;
}

/** Consecutive examples of one view: their places among all ids. */
export interface Run {
  readonly view: number;
  readonly first: number;
  readonly rows: number;
}

/**
 * Tracks which examples of a recording are answered, requested and in shards, by position: view by view, and in each
 * view by ascending id.
 */
export interface PendingRows {
  /** Answers that are in shards, and examples that the manifest says have none: those of the first positions. */
  readonly inShards: number;
  /**
   * Returns the next examples to request, up to `most` and to the end of a shard; undefined when all were requested or
   * are answered.
   */
  next(most: number): Run | undefined;
  /** Whether an example is answered. */
  has(view: number, place: number): boolean;
  /** Takes an entry's rows, but for those that are there; says how many it took. */
  add(entry: JournalEntry): number;
  /** The rows of the next shard once all of them are answered. */
  nextShard(): (Run & { readonly answers: readonly PendingRow[] }) | undefined;
  /** Forgets the rows of the next shard, which are on the disk now. */
  dropShard(): void;
  /** Whether a row of an entry is in no shard. */
  isPending(entry: JournalEntry): boolean;
  /** All such entries. */
  entries(): readonly JournalEntry[];
}

/** Follows a recording of which the first `inShards` positions are in shards. */
export function createPendingRows(manifest: SoftTargetManifest): PendingRows {
  const { augmentationSeeds, rowsPerShard } = manifest;
  const { size } = manifest.dataset;
  const total = size * augmentationSeeds.length;
  const views = new Map(augmentationSeeds.map((seed, view) => [seed, view]));
  const rows = new Map<number, PendingRow>();
  let inShards = countRows(manifest) + countUnanswered(manifest);
  let answered = inShards;
  let given = inShards;

  /** Where the shard ends that a position is to be in: never beyond the end of its view. */
  function shardEnd(position: number): number {
    const viewStart = position - (position % size);
    const start = Math.max(viewStart, inShards);
    const shards = Math.floor((position - start) / rowsPerShard) + 1;
    return Math.min(start + shards * rowsPerShard, viewStart + size);
  }

  function isAnswered(position: number): boolean {
    return position < inShards || rows.has(position);
  }

  function runFrom(first: number, end: number): Run {
    return { view: Math.floor(first / size), first: first % size, rows: end - first };
  }

  return {
    get inShards() {
      return inShards;
    },
    next(most) {
      while (given < total && isAnswered(given)) given++;
      if (given === total) return undefined;
      const first = given;
      const end = Math.min(first + most, shardEnd(first));
      while (given < end && !isAnswered(given)) given++;
      return runFrom(first, given);
    },
    has: (view, place) => isAnswered(view * size + place),
    add(entry) {
      const start = views.get(entry.augmentationSeed)! * size;
      let added = 0;
      for (const [row, place] of entry.places.entries()) {
        if (isAnswered(start + place)) continue;
        rows.set(start + place, { entry, row });
        added++;
      }
      while (rows.has(answered)) answered++;
      return added;
    },
    nextShard() {
      const end = inShards < total ? shardEnd(inShards) : Infinity;
      if (answered < end) return undefined;
      const run = runFrom(inShards, end);
      return { ...run, answers: Array.from({ length: run.rows }, (_, index) => rows.get(inShards + index)!) };
    },
    dropShard() {
      const end = shardEnd(inShards);
      for (let position = inShards; position < end; position++) rows.delete(position);
      inShards = end;
    },
    isPending({ augmentationSeed, places }) {
      const start = views.get(augmentationSeed)! * size;
      return places.some((place) => rows.has(start + place));
    },
    entries: () => [...new Set(Array.from(rows.values(), ({ entry }) => entry))],
  };
}
