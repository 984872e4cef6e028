import type { Column, ColumnValues } from "../column.ts";
import { product } from "./product.ts";

/** Where a model's numbers go. */
export type InputValues = Float32Array | Int32Array;

/** A column made ready for reading. */
export interface CompiledColumn {
  /** The shape of one example, or of one position of a sequence, as the model sees it. */
  readonly shape: readonly number[];
  /** The numbers in that shape. */
  readonly size: number;
  readonly offsets: Int32Array | undefined;
  /** Whether all numbers of an example are transformed alike, so that `copy` and `apply` also work on parts of it. */
  readonly isUniform: boolean;
  /** What becomes of the first of an example's numbers if it is 0. */
  readonly blank: number;
  /** Room for so many of the model's numbers, all 0. */
  allocate(length: number): InputValues;
  /** Writes what becomes of `length` stored numbers from `start` on, whole examples or positions, into `target` at `offset`. */
  readonly copy: Copy;
  /** Writes the stored numbers as they are. */
  readonly copyStored: Copy;
  /** Transforms the stored numbers of whole examples or positions where they stand. */
  readonly apply: Apply;
}

type Copy = (start: number, target: InputValues, offset: number, length: number) => void;
type Apply = (target: InputValues, offset: number, length: number) => void;

/** Tables of what becomes of a byte are made up to this many channels. */
const MOST_TABLED_CHANNELS = 16;

/** Works out once how a column is read. */
export function compileColumn({ values, shape, offsets, transforms }: Column): CompiledColumn {
  const isUniform = transforms.every(({ subtract, divide }) => !Array.isArray(subtract) && !Array.isArray(divide));
  // After so many numbers the transforms begin again.
  const period = isUniform ? 1 : (shape.at(-1) ?? 1);
  const steps = transforms.map(({ subtract, divide }) => ({
    subtract: spread(subtract, period),
    factor: spread(divide, period).map((number) => 1 / number),
  }));
  const isInteger = values instanceof Int32Array && transforms.length === 0;
  const copyStored = copyAsStored(values);
  const apply = compileScales(steps);
  const blank = new Float32Array(period);
  apply(blank, 0, period);
  return {
    shape,
    size: product(shape),
    offsets,
    isUniform,
    blank: blank[0]!,
    allocate: (length) => (isInteger ? new Int32Array(length) : new Float32Array(length)),
    copy: compileCopy(values, steps, { copyStored, apply }),
    copyStored,
    apply,
  };
}

function compileCopy(
  values: ColumnValues,
  steps: readonly ScaleStep[],
  { copyStored, apply }: Pick<CompiledColumn, "copyStored" | "apply">,
): Copy {
  const [first, ...more] = steps;
  if (first === undefined) return copyStored;
  const period = first.subtract.length;
  if (values instanceof Uint8Array && period <= MOST_TABLED_CHANNELS) return copyByTable(values, period, apply);
  if (more.length === 0) return copyAndScale(values, first);
  return (start, target, offset, length) => {
    copyStored(start, target, offset, length);
    apply(target, offset, length);
  };
}

/** Below this many numbers a loop is faster than a view and a block copy. */
const FEWEST_IN_BLOCK = 48;

function copyAsStored(values: ColumnValues): Copy {
  return (start, target, offset, length) => {
    if (length >= FEWEST_IN_BLOCK) target.set(values.subarray(start, start + length), offset);
    else for (let index = 0; index < length; index++) target[offset + index] = values[start + index]!;
  };
}

// The loops below run over local names: engines do not keep those of a closure in registers.

/** Looking a byte up is faster than computing with it. */
function copyByTable(values: Uint8Array, period: number, apply: Apply): Copy {
  const made = Float32Array.from({ length: 256 * period }, (_, index) => Math.floor(index / period));
  apply(made, 0, made.length);
  if (period === 1) {
    return (start, target, offset, length) => {
      const [bytes, table, end] = [values, made, start + length];
      for (let from = start, to = offset; from < end; from++, to++) target[to] = table[bytes[from]!]!;
    };
  }
  return (start, target, offset, length) => {
    const [bytes, table, channels, end] = [values, made, period, start + length];
    for (let from = start, to = offset; from < end; ) {
      for (let channel = 0; channel < channels; channel++, from++, to++) {
        target[to] = table[bytes[from]! * channels + channel]!;
      }
    }
  };
}

/** One scaling, as two numbers for each place of a period. */
interface ScaleStep {
  readonly subtract: Float64Array;
  readonly factor: Float64Array;
}

/** In one pass. */
function copyAndScale(stored: ColumnValues, step: ScaleStep): Copy {
  return (start, target, offset, length) => {
    const [values, { subtract, factor }, end] = [stored, step, start + length];
    for (let from = start, to = offset; from < end; ) {
      for (let index = 0; index < subtract.length; index++, from++, to++) {
        target[to] = (values[from]! - subtract[index]!) * factor[index]!;
      }
    }
  };
}

function compileScales(steps: readonly ScaleStep[]): Apply {
  return (target, offset, length) => {
    const end = offset + length;
    for (const { subtract, factor } of steps) {
      for (let at = offset; at < end; ) {
        for (let index = 0; index < subtract.length; index++, at++) {
          target[at] = (target[at]! - subtract[index]!) * factor[index]!;
        }
      }
    }
  };
}

function spread(numbers: number | readonly number[], period: number): Float64Array {
  return typeof numbers === "number" ? new Float64Array(period).fill(numbers) : Float64Array.from(numbers);
}
