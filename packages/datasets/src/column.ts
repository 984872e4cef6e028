import type { Source } from "./source.ts";
import type { Transform } from "./transform.ts";

/** The arrays of numbers: bytes, integers (such as class or word numbers) or floats. */
export type ColumnValues = Uint8Array | Int32Array | Float32Array;

/**
 * One input of a model, for all examples. `values` are the stored numbers; `transforms` convert them to the numbers
 * that the model sees. Nothing else changes them: a byte of 255 without a transform is the number 255.
 */
export interface Column {
  /** The stored numbers, example by example, row-major. */
  readonly values: ColumnValues;
  /** The shape of one example, or, if there are `offsets`, of one position of a sequence. */
  readonly shape: readonly number[];
  /**
   * For sequences: example `i` has the positions from `offsets[i]` up to `offsets[i + 1]`. It starts with 0 and has one
   * more number than there are examples.
   */
  readonly offsets?: Int32Array;
  /**
   * For examples that overlap, such as windows over a recording: where in `values` the numbers of each example begin. They are stored once,
   * however many examples they belong to. Left out for examples that are stored one behind the other.
   */
  readonly starts?: Int32Array;
  /** The meaning of stored integers that represent text, such as words. */
  readonly names?: readonly string[];
  /**
   * How raw examples were converted to stored numbers, if they were: a saved student keeps it, so that it accepts raw
   * examples.
   */
  readonly source?: Source;
  /** Applied one after another to the examples of a batch. */
  readonly transforms: readonly Transform[];
}

/** A {@link Column} as an argument of `createDataset`: without transforms the model sees the stored numbers. */
export type ColumnParts = Omit<Column, "transforms"> & { readonly transforms?: readonly Transform[] };
