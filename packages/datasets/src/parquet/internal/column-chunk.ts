import type { Compressors } from "hyparquet";
import type { FileLimits } from "../../internal/file-limits.ts";
import type { ColumnLevels } from "./column-levels.ts";

/** A column's part of a row group. */
export interface ColumnChunk extends ColumnLevels {
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly codec: string;
  /** The only values in it: what the pages hold is bounded by {@link FileLimits}. */
  readonly limits: FileLimits;
  readonly compressors: Compressors;
}
