import { assertNumber, assertObject } from "@dark-knowledge/core";
import type { OversamplingOptions } from "./correct-dustbin-logits.ts";
import { assertLogitRows, countRows } from "./internal/check-rows.ts";
import { positionsOf } from "./internal/positions-of.ts";
import type { Specialist } from "./specialist.ts";

/**
 * Computes a specialist's probabilities at natural frequencies: the softmax of its logits after
 * {@link correctDustbinLogits}. `Combiner.combine` of `@dark-knowledge/combiner` accepts them directly.
 *
 * @param specialistLogits `[rows, specialist.classes.length + 1]`, row-major, the dustbin last; −∞ masks a class
 * @returns a new array of the same shape, each row summing to 1
 * @throws ArgumentError when a logit is NaN or +∞, a row has no finite one, the length is not whole rows, or
 * `oversampling` is not positive
 *
 * @example
 * ```ts
 * import { specialistProbs } from "@dark-knowledge/specialists";
 *
 * const specialist = { classes: [3, 5], classCount: 10 };
 * // Uncorrected these were 0.4, 0.4 and 0.2; oversampled four times, the dustbin counts four times.
 * const logits = Float32Array.of(Math.log(2), Math.log(2), 0);
 * specialistProbs(logits, specialist, { oversampling: 4 }); // ≈ [0.25, 0.25, 0.50]
 * ```
 */
export function specialistProbs(
  specialistLogits: Float32Array,
  specialist: Specialist,
  options: OversamplingOptions,
): Float32Array {
  assertObject("specialistProbs", "options", options);
  const { oversampling } = options;
  positionsOf("specialistProbs", specialist);
  assertNumber("specialistProbs", "oversampling", oversampling, { above: 0, float32: true });
  const width = specialist.classes.length + 1;
  countRows("specialistProbs", "specialistLogits", specialistLogits, width, "the classes and the dustbin");
  assertLogitRows("specialistProbs", "specialistLogits", specialistLogits, width);
  const correction = Math.log(oversampling);
  const probs = new Float32Array(specialistLogits.length);
  const row = new Float64Array(width);
  for (let start = 0; start < probs.length; start += width) {
    let largest = -Infinity;
    for (let k = 0; k < width; k++) {
      row[k] = specialistLogits[start + k]! + (k === width - 1 ? correction : 0);
      largest = Math.max(largest, row[k]!);
    }
    let sum = 0;
    for (let k = 0; k < width; k++) {
      row[k] = Math.exp(row[k]! - largest);
      sum += row[k]!;
    }
    for (let k = 0; k < width; k++) probs[start + k] = row[k]! / sum;
  }
  return probs;
}
