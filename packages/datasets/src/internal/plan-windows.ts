import type { Dataset } from "../dataset.ts";
import { isFileDataset } from "./is-file-dataset.ts";

/** The row groups of a view, and in how many parts an epoch goes through them. */
export interface Windows {
  /** How many row groups have examples of the view. */
  readonly groups: number;
  /** How many parts there are: 1 where all row groups fit the cache together. */
  readonly windows: number;
  /** The ids of each of these row groups. */
  readonly idsOf: readonly Int32Array[];
}

/** Divides the row groups of a view so that those of each part fit the cache together. A dataset in memory is one group. */
export function planWindows(dataset: Dataset): Windows {
  if (!isFileDataset(dataset)) return { groups: 1, windows: 1, idsOf: [dataset.rows] };
  const { starts, bytesPerExample, cacheBytes } = dataset.storage;
  const rows = isAscending(dataset.rows) ? dataset.rows : dataset.rows.slice().sort();
  const idsOf: Int32Array[] = [];
  let bytes = 0;
  let largest = 0;
  for (let group = 0, from = 0; from < rows.length; group++) {
    const to = firstAtLeast(rows, starts[group + 1]!, from);
    if (to === from) continue;
    idsOf.push(rows.subarray(from, to));
    const size = (starts[group + 1]! - starts[group]!) * bytesPerExample;
    bytes += size;
    largest = Math.max(largest, size);
    from = to;
  }
  const groups = idsOf.length;
  if (bytes <= cacheBytes) return { groups, windows: Math.min(1, groups), idsOf };
  return { groups, windows: Math.ceil(groups / Math.max(1, Math.floor(cacheBytes / largest))), idsOf };
}

function isAscending(rows: Int32Array): boolean {
  for (let index = 1; index < rows.length; index++) if (rows[index]! < rows[index - 1]!) return false;
  return true;
}

/** The first position from `from` on with a number of at least `least`. */
export function firstAtLeast(sorted: Int32Array, least: number, from = 0): number {
  let [low, high] = [from, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
