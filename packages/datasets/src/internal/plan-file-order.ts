import { createRandom, deriveSeed } from "@dark-knowledge/core";
import type { FileDataset } from "../file-dataset.ts";
import { planOrder } from "./plan-order.ts";
import { planWindows } from "./plan-windows.ts";

/** The settings that determine the order of an epoch. */
interface FileOrderOptions {
  readonly seed: number;
  readonly epoch: number;
}

/**
 * The ids of an epoch in random order, part by part. A full shuffle is one part, in the order of a dataset in memory; otherwise each part
 * mixes some row groups, which come in random order.
 */
export function* planFileOrder(dataset: FileDataset, { seed, epoch }: FileOrderOptions): Generator<Int32Array> {
  const { groups, windows, idsOf } = planWindows(dataset);
  if (windows <= 1) {
    yield planOrder(dataset, { seed, epoch, batchSize: 1, batchCount: dataset.rows.length, lengthPool: 1 });
    return;
  }
  const order = createRandom(deriveSeed(seed, "order of groups", epoch)).permutation(groups);
  for (let window = 0; window < windows; window++) {
    // Windows differ by one row group at most.
    const chosen = order.subarray(partOf(groups, windows, window), partOf(groups, windows, window + 1));
    const ids = new Int32Array(chosen.reduce((sum, group) => sum + idsOf[group]!.length, 0));
    let at = 0;
    for (const group of chosen) {
      ids.set(idsOf[group]!, at);
      at += idsOf[group]!.length;
    }
    const permutation = createRandom(deriveSeed(seed, "order in window", epoch, window)).permutation(ids.length);
    yield permutation.map((position) => ids[position]!);
  }
}

function partOf(groups: number, windows: number, window: number): number {
  return Math.floor((groups * window) / windows);
}
