import { ArgumentError } from "./argument-error.ts";
import { assertArray } from "./assert-array.ts";
import { assertNumber } from "./assert-number.ts";
import { assertOptions } from "./assert-options.ts";
import { formatValue } from "./format.ts";

/** Options of {@link softmax} and {@link logSoftmax}. */
export interface SoftmaxOptions {
  /** The temperature T that divides the logits; higher is softer. Default: 1. */
  readonly temperature?: number;
}

/**
 * Computes the logarithm of a sum of exponentials, without overflow: `log Σ_i exp(x_i)`.
 *
 * @param values any numbers; −∞ is a term of zero
 * @returns −∞ for an empty list or if every value is −∞; +∞ if one is +∞; NaN if one is NaN
 *
 * @example
 * ```ts
 * import { logSumExp } from "@dark-knowledge/core";
 *
 * logSumExp([1000, 1000]); // => 1000.6931471805599
 * ```
 */
export function logSumExp(values: ArrayLike<number>): number {
  assertArray("logSumExp", "values", values, "numbers");
  return logOfSum(values);
}

function logOfSum(values: ArrayLike<number>): number {
  const largest = maximum(values);
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += Math.exp(values[index]! - largest);
  return largest + Math.log(sum);
}

/**
 * Computes the logarithm of the {@link softmax}, in float64: `z_i / T − log Σ_j exp(z_j / T)`.
 *
 * @param logits one row of logits; −∞ masks a class
 * @returns a new array; −∞ for a masked class
 * @throws ArgumentError when `temperature` is not a positive finite number, when a logit is NaN or +∞, or when none is
 * finite
 *
 * @example
 * ```ts
 * import { logSoftmax } from "@dark-knowledge/core";
 *
 * Array.from(logSoftmax([0, 1e4])); // => [-10000, 0]
 * ```
 */
export function logSoftmax(logits: ArrayLike<number>, options: SoftmaxOptions = {}): Float64Array {
  return logSoftmaxOf("logSoftmax", logits, options);
}

/**
 * Computes the probabilities of one row of logits at a temperature, in float64:
 * `q_i = exp(z_i / T) / Σ_j exp(z_j / T)`.
 *
 * This is for arrays. On tensors use `temperatureSoftmax` of `@dark-knowledge/losses`.
 *
 * @param logits one row of logits; −∞ masks a class
 * @returns a new array that sums to one; 0 for a masked class
 * @throws ArgumentError when `temperature` is not a positive finite number, when a logit is NaN or +∞, or when none is
 * finite
 * @see Hinton, Vinyals and Dean (2015), section 2, equation 1
 *
 * @example
 * ```ts
 * import { softmax } from "@dark-knowledge/core";
 *
 * Array.from(softmax([Math.log(1), Math.log(3)])); // => [0.25, 0.75]
 * ```
 */
export function softmax(logits: ArrayLike<number>, options: SoftmaxOptions = {}): Float64Array {
  return logSoftmaxOf("softmax", logits, options).map(Math.exp);
}

function logSoftmaxOf(functionName: string, logits: ArrayLike<number>, options: SoftmaxOptions): Float64Array {
  assertArray(functionName, "logits", logits, "numbers");
  assertOptions<SoftmaxOptions>(functionName, options, { temperature: true });
  const { temperature = 1 } = options;
  assertNumber(functionName, "temperature", temperature, { above: 0 });
  // The largest logit is subtracted before the division, so that a tiny temperature cannot overflow.
  const largest = maximum(logits);
  if (!Number.isFinite(largest)) {
    throw new ArgumentError({
      functionName,
      argument: "logits",
      expected: "must have a finite largest value",
      received: logits.length === 0 ? "no values" : formatValue(largest),
      code: "range",
    });
  }
  // Loops: typed arrays' `from` and `map` take four times as long for rows of 40 classes.
  const logProbs = new Float64Array(logits.length);
  for (let index = 0; index < logits.length; index++) logProbs[index] = (logits[index]! - largest) / temperature;
  const normaliser = logOfSum(logProbs);
  for (let index = 0; index < logProbs.length; index++) logProbs[index]! -= normaliser;
  return logProbs;
}

function maximum(values: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let index = 0; index < values.length; index++) largest = Math.max(largest, values[index]!);
  return largest;
}
