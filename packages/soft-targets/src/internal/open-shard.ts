import type { SoftTargetManifest, SoftTargetShard } from "../manifest.ts";
import type { ShardLayout } from "./shard-layout.ts";

/** A column's values, and where in them the first row begins. */
export interface ColumnValues {
  readonly elements: Int32Array | Uint16Array | Float32Array;
  readonly first: number;
}

/** A shard whose metadata is known. */
export interface OpenShard {
  readonly shard: SoftTargetShard;
  readonly layout: ShardLayout;
  /** The whole file and the values of its answer's columns, where shards are kept in memory. */
  readonly bytes: Uint8Array | undefined;
  readonly values: readonly ColumnValues[] | undefined;
  /** The row of an id; −1 when it is not here. */
  rowOf(id: number): number;
}

/** The ids of some rows. */
export type Ids = Int32Array | Float64Array;

/** The ids of a shard, in stored order. */
export function readIdColumn(
  { idType }: SoftTargetManifest,
  { rows }: SoftTargetShard,
  { id: start }: ShardLayout,
  { buffer }: Uint8Array,
): Ids {
  if (idType === "int32") return new Int32Array(buffer, start, rows);
  return Float64Array.from(new BigInt64Array(buffer, start, rows), Number);
}
