import { assertNumber, assertObject } from "@dark-knowledge/core";
import { countRows } from "./internal/check-rows.ts";
import { positionsOf } from "./internal/positions-of.ts";
import type { Specialist } from "./specialist.ts";

/** Options of {@link correctDustbinLogits}. */
export interface OversamplingOptions {
  /**
   * How many times more likely an example of the specialist's own classes was drawn than one of the rest:
   * {@link SpecialistSampler.oversampling}. 1 means a training set at natural frequencies.
   */
  readonly oversampling: number;
}

/**
 * Corrects a specialist's logits for its biased training set: the logarithm of the oversampling ratio is added to
 * the dustbin's logit.
 *
 * With a share π of own examples in nature and half of them in training, the ratio is (1 − π)/π. The paper could also
 * be read as half of the examples over the natural share, 1/(2π); docs/specialists.md derives why that is not meant,
 * and measures both. {@link specialistProbs} takes the softmax of the result.
 *
 * @param specialistLogits `[rows, specialist.classes.length + 1]`, row-major, the dustbin last
 * @returns a new array of the same shape
 * @throws ArgumentError when `specialistLogits` is not whole rows, `oversampling` is not positive, or the specialist is
 * invalid
 * @see Hinton, Vinyals and Dean (2015), section 5.2
 *
 * @example
 * ```ts
 * import { correctDustbinLogits } from "@dark-knowledge/specialists";
 *
 * const specialist = { classes: [3, 5], classCount: 10 };
 * correctDustbinLogits(Float32Array.of(1, 2, 0), specialist, { oversampling: 4 }); // ≈ [1, 2, 1.386294]
 * ```
 */
export function correctDustbinLogits(
  specialistLogits: Float32Array,
  specialist: Specialist,
  options: OversamplingOptions,
): Float32Array {
  assertObject("correctDustbinLogits", "options", options);
  const { oversampling } = options;
  positionsOf("correctDustbinLogits", specialist);
  assertNumber("correctDustbinLogits", "oversampling", oversampling, { above: 0, float32: true });
  const width = specialist.classes.length + 1;
  countRows("correctDustbinLogits", "specialistLogits", specialistLogits, width, "the classes and the dustbin");
  const corrected = specialistLogits.slice();
  for (let k = width - 1; k < corrected.length; k += width) corrected[k]! += Math.log(oversampling);
  return corrected;
}
