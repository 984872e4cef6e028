import { ArgumentError, assertArray } from "@dark-knowledge/core";

/** How far a row's sum may be from 1: enough for float16 rounding, not for logits. */
const SUM_TOLERANCE = 1e-3;

/** Returns the number of rows of `width` in an array. */
export function countRows(
  functionName: string,
  argument: string,
  values: ArrayLike<number>,
  width: number,
  of: string,
): number {
  assertArray(functionName, argument, values, "numbers");
  const { length } = values;
  if (length % width === 0) return length / width;
  throw new ArgumentError({
    functionName,
    argument,
    expected: `must have a length that is a multiple of ${width} (${of})`,
    received: String(length),
    code: "shape",
  });
}

/** Throws unless an array has the length that another argument requires. */
export function assertLength(
  functionName: string,
  argument: string,
  values: ArrayLike<number>,
  expected: number,
  of: string,
): void {
  assertArray(functionName, argument, values, "numbers");
  const { length } = values;
  if (length === expected) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: `must have length ${expected} (${of})`,
    received: String(length),
    code: "shape",
  });
}

/**
 * Checks that every row holds probabilities that sum to 1, or to 1 at most where `isPart`: the largest k of a row. A
 * whole batch is checked before any of it is used.
 */
export function assertProbRows(
  functionName: string,
  argument: string,
  probs: ArrayLike<number>,
  width: number,
  isPart = false,
): void {
  for (let start = 0; start < probs.length; start += width) {
    let sum = 0;
    for (let k = start; k < start + width; k++) {
      // Written so that NaN fails.
      if (!(probs[k]! >= 0)) fail(functionName, `${argument}[${k}]`, "must be a probability", String(probs[k]));
      sum += probs[k]!;
    }
    if (Math.abs(sum - 1) <= SUM_TOLERANCE || (isPart && sum < 1)) continue;
    const row = `${argument}, row ${start / width},`;
    const expected = isPart
      ? "must sum to 1 at most (probabilities, not logits)"
      : "must sum to 1 within 0.001 (probabilities, not logits)";
    fail(functionName, row, expected, String(Number(sum.toPrecision(7))));
  }
}

/** Checks that rows of logits hold no NaN and no +∞, and each a finite value; −∞ masks a class. */
export function assertLogitRows(functionName: string, argument: string, logits: Float32Array, width: number): void {
  for (let start = 0; start < logits.length; start += width) {
    let largest = -Infinity;
    for (let k = start; k < start + width; k++) {
      if (!(logits[k]! < Infinity)) fail(functionName, `${argument}[${k}]`, "must be a logit", String(logits[k]));
      if (logits[k]! > largest) largest = logits[k]!;
    }
    if (largest > -Infinity) continue;
    fail(functionName, `${argument}, row ${start / width},`, "must have a finite largest value", "-Infinity");
  }
}

/** Checks class numbers; `missing`, if given, stands for an unknown class. */
export function assertClassNumbers(
  functionName: string,
  argument: string,
  numbers: ArrayLike<number>,
  classCount: number,
  missing?: -1,
): void {
  assertArray(functionName, argument, numbers, "numbers");
  for (let k = 0; k < numbers.length; k++) {
    const one = numbers[k]!;
    if ((one >= 0 && one < classCount && Number.isInteger(one)) || one === missing) continue;
    const orMissing = missing === undefined ? "" : ", or −1 where there is none";
    const expected = `must be a class number from 0 to ${classCount - 1}${orMissing}`;
    fail(functionName, `${argument}[${k}]`, expected, String(one));
  }
}

function fail(functionName: string, argument: string, expected: string, received: string): never {
  throw new ArgumentError({ functionName, argument, expected, received, code: "range" });
}
