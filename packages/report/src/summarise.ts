import { assertArray, assertInteger } from "@dark-knowledge/core";

/** Mean, spread and number of some values. */
export interface Summary {
  readonly mean: number;
  /** The sample standard deviation, with `count − 1` in the denominator; undefined for a single value. */
  readonly spread: number | undefined;
  readonly count: number;
}

/**
 * Computes mean and sample standard deviation: `m = Σ x / n` and `s = √(Σ (x − m)² / (n − 1))`.
 *
 * @param values one number per seed, at least one
 * @throws ArgumentError when `values` is not an array of numbers, or is empty
 *
 * @example
 * ```ts
 * import { summarise } from "@dark-knowledge/report";
 *
 * summarise([70, 74, 78]); // => { mean: 74, spread: 4, count: 3 }
 * summarise([70]); // => { mean: 70, spread: undefined, count: 1 }
 * ```
 */
export function summarise(values: readonly number[]): Summary {
  assertArray("summarise", "values", values, "numbers");
  const count = values.length;
  assertInteger("summarise", "values.length", count, { min: 1 });
  const mean = sum(values) / count;
  if (count === 1) return { mean, spread: undefined, count };
  const squares = values.map((value) => (value - mean) ** 2);
  return { mean, spread: Math.sqrt(sum(squares) / (count - 1)), count };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
