import { assertArray } from "./assert-array.ts";
import { assertNumber } from "./assert-number.ts";
import { assertOptions } from "./assert-options.ts";
import type { SoftmaxOptions } from "./softmax.ts";

/** A probability of 0 counts as the smallest number of float32 with all its digits, 2⁻¹²⁶. */
export const SMALLEST_PROB: number = 2 ** -126;

/**
 * Logits of which the softmax at a temperature gives these probabilities: `T · log p`, a probability of 0 counting as 2⁻¹²⁶ (1.2e-38), so that all are
 * finite. Logits are known up to a constant for each row only; these are the ones whose log-sum-exp at T is 0.
 *
 * @param probs of any number of rows
 * @param options the temperature that they were made at
 * @returns a new array; NaN where one is given
 * @throws ArgumentError when `temperature` is not a positive finite number
 *
 * @example
 * ```ts
 * import { logitsOfProbs, softmax } from "@dark-knowledge/core";
 *
 * const logits = logitsOfProbs([0.25, 0.75], { temperature: 4 });
 * Array.from(softmax(logits, { temperature: 4 })); // ≈ [0.25, 0.75]
 * ```
 */
export function logitsOfProbs(probs: ArrayLike<number>, options: SoftmaxOptions = {}): Float32Array {
  assertArray("logitsOfProbs", "probs", probs, "numbers");
  assertOptions<SoftmaxOptions>("logitsOfProbs", options, { temperature: true });
  const { temperature = 1 } = options;
  assertNumber("logitsOfProbs", "temperature", temperature, { above: 0 });
  const logits = new Float32Array(probs.length);
  for (let at = 0; at < probs.length; at++) logits[at] = temperature * Math.log(Math.max(probs[at]!, SMALLEST_PROB));
  return logits;
}
