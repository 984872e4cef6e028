import { ArgumentError, assertArray, assertInteger, assertObject } from "@dark-knowledge/core";
import type { EnsembleOptions } from "./ensemble-mean.ts";
import { assertOptions, readWeights } from "./internal/read-options.ts";

/** Options of {@link createEnsembleAccumulator}. */
export interface EnsembleAccumulatorOptions extends EnsembleOptions {
  /** The number of members that will be added. */
  readonly members: number;
  /** The number of examples. */
  readonly rows: number;
  readonly classes: number;
}

/** Computes the mean of members whose answers arrive one after another. */
export interface EnsembleAccumulator {
  /** Adds the next member's logits, `[rows, classes]` row-major; they are not kept. */
  add(memberLogits: ArrayLike<number>): void;
  /**
   * Returns the ensemble's logits, `[rows, classes]`, in a new array that the caller owns; all members must have been
   * added.
   */
  logits(): Float32Array;
}

/**
 * Creates an accumulator that computes the same mean as {@link createEnsemble} for members that are never in memory
 * together: each one's answers to all rows are added and discarded.
 *
 * It holds one float64 number per row and class, whatever the number of members. The result differs from
 * `createEnsemble`'s by float32 rounding. Works on plain arrays, without a backend.
 *
 * @throws ArgumentError when a size or an option is out of range; its methods throw when the logits have another
 * length, or the number of members differs from `members`
 *
 * @example
 * ```ts
 * import { createEnsembleAccumulator } from "@dark-knowledge/ensemble";
 *
 * const accumulator = createEnsembleAccumulator({
 *   members: 2, rows: 1, classes: 2, mean: "geometric", order: "average-then-soften", temperature: 1,
 * });
 * accumulator.add([2, 0]);
 * accumulator.add([4, 0]);
 * // The mean of the logits, [3, 0], less log(e³ + 1).
 * accumulator.logits(); // ≈ [-0.0486, -3.0486]
 * ```
 */
export function createEnsembleAccumulator(options: EnsembleAccumulatorOptions): EnsembleAccumulator {
  assertObject(NAME, "options", options);
  const { members, rows, classes, mean, order, temperature } = options;
  assertInteger(NAME, "members", members, { min: 1 });
  assertInteger(NAME, "rows", rows, { min: 0 });
  assertInteger(NAME, "classes", classes, { min: 1 });
  assertOptions(NAME, options);
  const weights = readWeights(NAME, options.weights, members);
  const isArithmetic = mean === "arithmetic";
  const softensFirst = isArithmetic && order === "soften-then-average";
  const totals = new Float64Array(rows * classes).fill(isArithmetic ? -Infinity : 0);
  const logProbs = new Float64Array(classes);
  let added = 0;
  return {
    add(memberLogits) {
      assertArray("EnsembleAccumulator.add", "memberLogits", memberLogits, "numbers");
      if (memberLogits.length !== totals.length) {
        fail(
          "memberLogits",
          `must have length ${totals.length} (${rows} rows of ${classes} classes)`,
          memberLogits.length,
        );
      }
      if (added === members) fail("memberLogits", `must be of one of the ${members} members`, members + 1);
      const weight = weights[added++]!;
      if (weight === 0) return;
      for (let start = 0; start < totals.length; start += classes) {
        for (let k = 0; k < classes; k++) logProbs[k] = memberLogits[start + k]!;
        logSoftmax(logProbs, softensFirst ? temperature : 1);
        for (let k = 0; k < classes; k++) {
          const at = start + k;
          totals[at] = isArithmetic
            ? logAddExp(totals[at]!, Math.log(weight) + logProbs[k]!)
            : totals[at]! + weight * logProbs[k]!;
        }
      }
    },
    logits() {
      if (added !== members) fail("members", `must all have been added (${members})`, added);
      const logits = new Float32Array(totals.length);
      for (let start = 0; start < totals.length; start += classes) {
        const row = totals.slice(start, start + classes);
        if (!softensFirst) logSoftmax(row, temperature);
        for (let k = 0; k < classes; k++) logits[start + k] = temperature * row[k]!;
      }
      return logits;
    },
  };
}

const NAME = "createEnsembleAccumulator";

function fail(argument: string, expected: string, received: number): never {
  throw new ArgumentError({ functionName: NAME, argument, expected, received: String(received), code: "shape" });
}

/** `row ← log softmax(row / T)`, in place. */
function logSoftmax(row: Float64Array, temperature: number): void {
  const top = row.reduce((most, value) => Math.max(most, value), -Infinity);
  let sum = 0;
  for (let k = 0; k < row.length; k++) {
    row[k] = (row[k]! - top) / temperature;
    sum += Math.exp(row[k]!);
  }
  const normaliser = Math.log(sum);
  for (let k = 0; k < row.length; k++) row[k]! -= normaliser;
}

/** `log(e^a + e^b)`. */
function logAddExp(a: number, b: number): number {
  const [low, high] = a < b ? [a, b] : [b, a];
  return low === -Infinity ? high : high + Math.log1p(Math.exp(low - high));
}
