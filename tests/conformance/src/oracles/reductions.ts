import { at, build, type Dense, type DenseType, sizeOf } from "../dense.ts";

/** What a reduction works on: the axes to take away (all when left out), and whether they stay with length one. */
export interface ReductionOptions {
  readonly axes?: readonly number[];
  readonly keepDims?: boolean;
  readonly dtype?: DenseType;
}

/** `reduce` of the elements along some axes, for each place on the others. */
export function reduceOracle(
  input: Dense,
  reduce: (elements: readonly number[]) => number,
  { axes = input.shape.map((_, axis) => axis), keepDims = false, dtype = "float32" }: ReductionOptions = {},
): Dense {
  const isGone = (axis: number) => axes.includes(axis);
  const kept = input.shape.map((length, axis) => (isGone(axis) ? 1 : length));
  const inner = input.shape.map((length, axis) => (isGone(axis) ? length : 1));
  const result = build(
    kept,
    (index) => {
      const elements: number[] = [];
      build(inner, (offset) => {
        elements.push(
          at(
            input,
            offset.map((one, axis) => one + index[axis]!),
          ),
        );
        return 0;
      });
      return reduce(elements);
    },
    dtype,
  );
  return keepDims ? result : { ...result, shape: input.shape.filter((_, axis) => !isGone(axis)) };
}

/** Applies a function from a row to a row of the same length along the last axis. */
export function rowsOracle(input: Dense, f: (row: readonly number[]) => readonly number[]): Dense {
  const length = input.shape.at(-1)!;
  const values = new Float64Array(sizeOf(input.shape));
  for (let start = 0; start < values.length; start += length) {
    values.set(f(Array.from(input.values.subarray(start, start + length))), start);
  }
  return { dtype: "float32", shape: input.shape, values };
}

export const sum = (elements: readonly number[]): number => elements.reduce((total, one) => total + one, 0);

export const mean = (elements: readonly number[]): number => sum(elements) / elements.length;

/** log Σ exp, shifted by the largest element. */
export function logSumExp(elements: readonly number[]): number {
  const largest = Math.max(...elements);
  return largest + Math.log(sum(elements.map((one) => Math.exp(one - largest))));
}

/** The index of the largest element, of equals the first. */
export function argMax(elements: readonly number[]): number {
  return elements.indexOf(Math.max(...elements));
}
