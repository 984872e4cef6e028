import { assertNumber, assertObject } from "@dark-knowledge/core";
import { assertLogitRows, countRows } from "./internal/check-rows.ts";
import { positionsOf } from "./internal/positions-of.ts";
import type { Specialist } from "./specialist.ts";

/** Options of {@link dustbinLogits}. */
export interface DustbinLogitsOptions {
  /** The temperature at which the result will be used. At this temperature its softmax is the generalist's, summed. */
  readonly temperature: number;
  /**
   * The oversampling of the training set for which these are targets, {@link SpecialistSampler.oversampling}: the
   * result is the generalist's answer at those frequencies. Default: 1, the natural frequencies.
   */
  readonly oversampling?: number;
}

/**
 * Converts the generalist's answer to a specialist's soft targets: the logits of the classes that it knows, then the
 * dustbin's, `T log Σ exp(z_j / T) − log(oversampling)` over all others.
 *
 * At that temperature and natural frequencies the softmax of the result is the softmax of the generalist with the
 * probabilities of the other classes summed. On a biased training set, labels say "own class" more often than the
 * generalist would; with `oversampling` the soft targets agree with the labels, so that both can be used in one loss,
 * and one correction after training is enough.
 *
 * @param generalistLogits `[rows, specialist.classCount]`, row-major; −∞ masks a class
 * @returns a new array, `[rows, specialist.classes.length + 1]`, row-major
 * @throws ArgumentError when a logit is NaN or +∞, a row has no finite one, the length is not whole rows, or an option
 * is not positive
 * @see Hinton, Vinyals and Dean (2015), sections 5.2 and 6.1
 *
 * @example
 * ```ts
 * import { dustbinLogits } from "@dark-knowledge/specialists";
 *
 * const specialist = { classes: [2, 0], classCount: 4 };
 * dustbinLogits(Float32Array.of(3, 0, 1, 0), specialist, { temperature: 1 }); // ≈ [1, 3, 0.693147]
 * ```
 */
export function dustbinLogits(
  generalistLogits: Float32Array,
  specialist: Specialist,
  options: DustbinLogitsOptions,
): Float32Array {
  assertObject("dustbinLogits", "options", options);
  const { temperature, oversampling = 1 } = options;
  const positions = positionsOf("dustbinLogits", specialist);
  assertNumber("dustbinLogits", "temperature", temperature, { above: 0, float32: true });
  assertNumber("dustbinLogits", "oversampling", oversampling, { above: 0, float32: true });
  const { classCount, classes } = specialist;
  const rows = countRows("dustbinLogits", "generalistLogits", generalistLogits, classCount, "the classes");
  assertLogitRows("dustbinLogits", "generalistLogits", generalistLogits, classCount);
  const dustbin = classes.length;
  const width = dustbin + 1;
  const logits = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const from = row * classCount;
    const to = row * width;
    let largest = -Infinity;
    for (let j = 0; j < classCount; j++) {
      const logit = generalistLogits[from + j]!;
      if (positions[j] !== dustbin) logits[to + positions[j]!] = logit;
      else if (logit > largest) largest = logit;
    }
    let sum = 0;
    for (let j = 0; j < classCount; j++) {
      if (positions[j] === dustbin) sum += Math.exp((generalistLogits[from + j]! - largest) / temperature);
    }
    // Where all others are masked, so is the dustbin.
    logits[to + dustbin] =
      largest === -Infinity ? -Infinity : largest + temperature * Math.log(sum) - Math.log(oversampling);
  }
  return logits;
}
