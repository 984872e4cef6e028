import type { Tensor } from "@tensorflow/tfjs-core";

/** Tolerances of `toBeAllClose`: |actual − expected| ≤ atol + rtol · |expected|. */
export interface Tolerance {
  /** Default: 1e-5. */
  readonly rtol?: number;
  /** Default: 1e-7. */
  readonly atol?: number;
}

/** The arguments of `toBeAllClose`: a number, a (nested) array of numbers, a typed array or a tensor. */
export type Numeric = number | ArrayLike<number> | readonly Numeric[] | Tensor;

interface Flat {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Vitest matcher: every element is within tolerance and the shapes are equal.
 *
 * NaN is close to nothing, an infinity only to the same infinity, so a matcher that passes is a statement about numbers.
 */
export function toBeAllClose(actual: Numeric, expected: Numeric, tolerance: Tolerance = {}): MatcherResult {
  const { rtol = 1e-5, atol = 1e-7 } = tolerance;
  const got = flatten(actual);
  const wanted = flatten(expected);
  if (got.shape.join() !== wanted.shape.join()) {
    return {
      pass: false,
      message: () => `expected shape [${wanted.shape.join(", ")}], got [${got.shape.join(", ")}]`,
    };
  }
  const worst = { index: -1, excess: 0 };
  for (let index = 0; index < got.values.length; index++) {
    const excess = excessOf(got.values[index]!, wanted.values[index]!, rtol, atol);
    if (excess > worst.excess) Object.assign(worst, { index, excess });
  }
  return {
    pass: worst.index < 0,
    message: () =>
      worst.index < 0
        ? "expected values that differ, but all are within tolerance"
        : `element ${worst.index} of [${got.shape.join(", ")}]: expected ${wanted.values[worst.index]}, got ` +
          `${got.values[worst.index]} (rtol ${rtol}, atol ${atol})`,
  };
}

/** By how much the difference passes the tolerance; 0 where it does not. */
function excessOf(value: number, wanted: number, rtol: number, atol: number): number {
  if (Object.is(value, wanted) || value === wanted) return Number.isNaN(wanted) ? Infinity : 0;
  const excess = Math.abs(value - wanted) - (atol + rtol * Math.abs(wanted));
  return Number.isFinite(excess) ? Math.max(0, excess) : Infinity;
}

function flatten(value: Numeric): Flat {
  if (typeof value === "number") return { shape: [], values: [value] };
  if ("dataSync" in value) return { shape: value.shape, values: value.dataSync() };
  // Flat ones, which may have millions of numbers, without an object for each.
  const isFlat = ArrayBuffer.isView(value) || (value as readonly Numeric[]).every((item) => typeof item === "number");
  if (isFlat) return { shape: [value.length], values: value as ArrayLike<number> };
  const items = Array.from(value as ArrayLike<Numeric>, flatten);
  const inner = items[0]?.shape ?? [];
  if (items.some(({ shape }) => shape.join() !== inner.join())) throw new TypeError("ragged nested array");
  return { shape: [items.length, ...inner], values: items.flatMap(({ values }) => Array.from(values)) };
}
