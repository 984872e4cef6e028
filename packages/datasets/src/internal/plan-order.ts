import { createRandom, deriveSeed } from "@dark-knowledge/core";
import type { Dataset } from "../dataset.ts";
import { traceTransforms } from "./trace-transforms.ts";

/** The settings that determine the order of an epoch. */
export interface OrderOptions {
  readonly seed: number;
  readonly epoch: number;
  readonly batchSize: number;
  readonly batchCount: number;
  readonly lengthPool: number;
}

/** The ids of a view in the random order of an epoch; those of sequences so that batches have like lengths. */
export function planOrder(dataset: Dataset, options: OrderOptions): Int32Array {
  const { seed, epoch } = options;
  const permutation = createRandom(deriveSeed(seed, "order", epoch)).permutation(dataset.rows.length);
  const order = permutation.map((position) => dataset.rows[position]!);
  const sequences = Object.values(dataset.columns).filter((column) => traceTransforms(column).isSequence);
  const offsets = sequences.map((column) => column.offsets!);
  if (offsets.length === 0 || options.lengthPool === 1) return order;
  return orderByLength(order, offsets, options);
}

/** Sorts within pools of batches, then puts the full batches into random order. A batch that is not full stays the last. */
function orderByLength(order: Int32Array, offsets: readonly Int32Array[], options: OrderOptions): Int32Array {
  const { seed, epoch, batchSize, batchCount, lengthPool } = options;
  const lengthOf = (id: number) => offsets.reduce((sum, list) => sum + list[id + 1]! - list[id]!, 0);
  const used = Math.min(order.length, batchCount * batchSize);
  const sorted = new Int32Array(used);
  for (let start = 0; start < used; start += lengthPool * batchSize) {
    const pool = Array.from(order.subarray(start, Math.min(used, start + lengthPool * batchSize)));
    const lengths = new Map(pool.map((id) => [id, lengthOf(id)]));
    sorted.set(
      pool.sort((a, b) => lengths.get(a)! - lengths.get(b)!),
      start,
    );
  }
  const full = Math.floor(used / batchSize);
  const shuffled = sorted.slice();
  createRandom(deriveSeed(seed, "order of batches", epoch))
    .permutation(full)
    .forEach((from, to) => {
      shuffled.set(sorted.subarray(from * batchSize, (from + 1) * batchSize), to * batchSize);
    });
  return shuffled;
}
