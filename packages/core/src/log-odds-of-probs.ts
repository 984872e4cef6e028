import { assertArray } from "./assert-array.ts";
import { assertNumber } from "./assert-number.ts";
import { assertOptions } from "./assert-options.ts";
import { SMALLEST_PROB } from "./logits-of-probs.ts";
import type { SoftmaxOptions } from "./softmax.ts";

/** The largest number of 32 bits below 1: a sigmoid in float32 that gives 1 means no less. */
const LARGEST_PROB = 1 - 2 ** -24;

/**
 * Logits of which the sigmoid at a temperature gives these probabilities, each by itself: `T · log(p / (1 − p))`, with p kept from 2⁻¹²⁶ to
 * 1 − 2⁻²⁴, so that all are finite. For classes that do not exclude each other; {@link logitsOfProbs} is for those of a softmax.
 *
 * @param probs each from 0 to 1, of any number of rows
 * @param options the temperature that they were made at
 * @returns a new array; NaN where one is given
 * @throws ArgumentError when `temperature` is not a positive finite number
 *
 * @example
 * ```ts
 * import { logOddsOfProbs } from "@dark-knowledge/core";
 *
 * Array.from(logOddsOfProbs([0.5, 0.75, 1])); // ≈ [0, 1.09861, 16.63553]
 * ```
 */
export function logOddsOfProbs(probs: ArrayLike<number>, options: SoftmaxOptions = {}): Float32Array {
  assertArray("logOddsOfProbs", "probs", probs, "numbers");
  assertOptions<SoftmaxOptions>("logOddsOfProbs", options, { temperature: true });
  const { temperature = 1 } = options;
  assertNumber("logOddsOfProbs", "temperature", temperature, { above: 0 });
  return Float32Array.from(probs, (prob) => {
    const bounded = Math.min(LARGEST_PROB, Math.max(SMALLEST_PROB, prob));
    return temperature * (Math.log(bounded) - Math.log1p(-bounded));
  });
}
