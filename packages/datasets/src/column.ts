import type { Source } from "./source.ts";
import type { Transform } from "./transform.ts";

/** The arrays that hold numbers: bytes, integers (class or word numbers, say) or floats. */
export type ColumnValues = Uint8Array | Int32Array | Float32Array;

/**
 * One input of a model, for all examples. `values` are as they were stored; `transforms` say how they become the numbers that the
 * model sees. Nothing else changes them: a byte of 255 without a transform is the number 255.
 */
export interface Column {
  /** The stored numbers, example after example, row-major. */
  readonly values: ColumnValues;
  /** The shape of one example; of one position of a sequence, where there are `offsets`. */
  readonly shape: readonly number[];
  /**
   * For sequences: example `i` has the positions from `offsets[i]` up to `offsets[i + 1]`. It starts with 0 and has one number more
   * than there are examples.
   */
  readonly offsets?: Int32Array;
  /** The meaning of stored integers that represent text, such as words. */
  readonly names?: readonly string[];
  /** How raw examples became stored numbers, where they did: a saved student takes it along, to be given raw ones. */
  readonly source?: Source;
  /** Applied one after another to what a batch shows. */
  readonly transforms: readonly Transform[];
}

/** A {@link Column} as `createDataset` takes it: without transforms the model sees the stored numbers. */
export type ColumnParts = Omit<Column, "transforms"> & { readonly transforms?: readonly Transform[] };
