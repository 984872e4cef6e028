import type { ColumnValues } from "../column.ts";

/** Where a model's numbers go. */
export type InputValues = Float32Array | Int32Array;

/** Writes `length` numbers that are stored from `start` on into `target` at `offset`. */
export type Copy = (start: number, target: InputValues, offset: number, length: number) => void;

/** Changes `length` numbers from `offset` on where they stand. */
export type Apply = (target: InputValues, offset: number, length: number) => void;

/** A column made ready for reading. */
export interface CompiledColumn {
  /** The shape of one example, or of one position of a sequence, as the model sees it. */
  readonly shape: readonly number[];
  /** The numbers in that shape. */
  readonly size: number;
  /** Where the model sees sequences. */
  readonly offsets: Int32Array | undefined;
  /** Where the stored numbers of each example begin, if examples overlap. */
  readonly starts: Int32Array | undefined;
  /** Room for so many of the model's numbers, all 0. */
  allocate(length: number): InputValues;
  /** How numbers are read, one model's number for each stored one, or whole examples made into rows. */
  readonly reader: Elementwise | RowReader;
}

/** One number of the model for each stored one. */
export interface Elementwise {
  readonly kind: "elementwise";
  readonly stored: ColumnValues;
  /** Copies whole examples or positions and transforms them. */
  readonly copy: Copy;
  /** Copies numbers as they are stored. */
  readonly copyStored: Copy;
  /** Transforms whole examples or positions that were copied as stored. */
  readonly apply: Apply;
  /** Whether all numbers are transformed alike, so that `copy` also works on parts of examples. */
  readonly isUniform: boolean;
  /** The value of the first number of an example where 0 is stored. */
  readonly blank: number;
}

/** A row of the model for each example. */
export interface RowReader {
  readonly kind: "rows";
  /** Writes the row of the example `id` into `target` at `offset`, where zeros are. */
  read(id: number, target: InputValues, offset: number): void;
}
