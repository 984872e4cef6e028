import {
  ArgumentError,
  assertArray,
  assertInteger,
  assertNumber,
  assertObject,
  assertOneOf,
} from "@dark-knowledge/core";
import type { CombineOptions } from "../combine-options.ts";
import type { SolveSettings } from "./solve-row.ts";

/** How far a row's sum may be from 1: enough for float16 rounding, not for logits. */
const SUM_TOLERANCE = 1e-3;

/**
 * Checks one row of probabilities and returns their sum. `first` and `second` are the row's position in the argument.
 */
export function checkedSum(
  functionName: string,
  argument: string,
  probs: ArrayLike<number>,
  offset: number,
  length: number,
  first = -1,
  second = -1,
): number {
  // Eight at a time, so that no addition waits long for the previous one.
  let even = 0;
  let odd = 0;
  let isBad = false;
  const end = offset + length;
  let k = offset;
  for (; k < end - 7; k += 8) {
    const a = probs[k]!;
    const b = probs[k + 1]!;
    const c = probs[k + 2]!;
    const d = probs[k + 3]!;
    const e = probs[k + 4]!;
    const f = probs[k + 5]!;
    const g = probs[k + 6]!;
    const h = probs[k + 7]!;
    if (!(a >= 0 && b >= 0 && c >= 0 && d >= 0 && e >= 0 && f >= 0 && g >= 0 && h >= 0)) isBad = true;
    even += a + c + (e + g);
    odd += b + d + (f + h);
  }
  for (; k < end; k++) {
    if (!(probs[k]! >= 0)) isBad = true;
    even += probs[k]!;
  }
  const sum = even + odd;
  if (isBad || !isOne(sum)) {
    const path = [first, second].filter((index) => index >= 0);
    failAtRow(functionName, `${argument}${path.map((index) => `[${index}]`).join("")}`, probs, offset, length, sum);
  }
  return sum;
}

/** Whether this is a valid sum of probabilities. */
export function isOne(sum: number): boolean {
  return Math.abs(sum - 1) <= SUM_TOLERANCE;
}

/** Throws the error of a wrong row. */
export function failAtRow(
  functionName: string,
  argument: string,
  probs: ArrayLike<number>,
  offset: number,
  length: number,
  sum: number,
): never {
  for (let k = 0; k < length; k++) {
    if (probs[offset + k]! >= 0) continue;
    throw new ArgumentError({
      functionName,
      argument: `${argument}[${k}]`,
      expected: "must be a probability",
      received: String(probs[offset + k]),
      code: "range",
    });
  }
  throw new ArgumentError({
    functionName,
    argument,
    expected: "must sum to 1 within 0.001 (probabilities, not logits)",
    received: String(Number(sum.toPrecision(7))),
    code: "range",
  });
}

/** Checks a class set and returns it as an Int32Array; `classCount` is the number of classes there are. */
export function checkedClasses(
  functionName: string,
  argument: string,
  classes: ArrayLike<number>,
  classCount: number,
): Int32Array {
  assertArray(functionName, argument, classes, "numbers");
  if (classes.length === 0) {
    throw new ArgumentError({
      functionName,
      argument,
      expected: "must name at least one class",
      received: "none",
      code: "shape",
    });
  }
  const seen = new Set<number>();
  for (let k = 0; k < classes.length; k++) {
    assertInteger(functionName, `${argument}[${k}]`, classes[k], { min: 0, below: classCount });
    if (seen.has(classes[k]!)) {
      throw new ArgumentError({
        functionName,
        argument: `${argument}[${k}]`,
        expected: "must be a class that is not in the set already",
        received: `${classes[k]} again`,
        code: "range",
      });
    }
    seen.add(classes[k]!);
  }
  return Int32Array.from(classes);
}

/** Checks that there is one probability per class and one for the dustbin. */
export function assertRowLength(functionName: string, argument: string, length: number, classes: number): void {
  if (length === classes + 1) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: `must have length ${classes + 1} (${classes} classes and the dustbin)`,
    received: String(length),
    code: "shape",
  });
}

/** Checks the options and fills in their defaults. */
export function readSettings(
  functionName: string,
  options: CombineOptions,
): SolveSettings & { generalistWeight: number } {
  assertObject(functionName, "options", options);
  const { divergence = "forward", generalistWeight = 1, tolerance = 1e-12, maxIterations = 200 } = options;
  assertOneOf(functionName, "divergence", divergence, ["forward", "reverse"]);
  assertNumber(functionName, "generalistWeight", generalistWeight, { above: 0 });
  assertNumber(functionName, "tolerance", tolerance, { above: 0 });
  assertInteger(functionName, "maxIterations", maxIterations, { min: 1 });
  return { divergence, generalistWeight, tolerance, maxIterations, withObjective: true };
}
