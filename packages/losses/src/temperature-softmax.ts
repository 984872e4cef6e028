import { type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLogits } from "./internal/assert-logits.ts";
import { softenedProbs } from "./internal/softened-probs.ts";
import { atTemperature, readTemperature } from "./internal/temperature.ts";
import type { TemperatureOptions } from "./temperature.ts";

/**
 * Turns each row of logits into probabilities at a temperature: `q_c = exp(z_c / T) / Σ_k exp(z_k / T)`.
 *
 * Use it to look at soft targets or to store them. The losses of this package take logits and are more exact that way.
 *
 * @param logits `[batch, classes]`, float32; a class with a logit of −∞ gets probability 0; differentiable
 * @returns `[batch, classes]`, a new tensor that the caller owns; every row sums to one
 * @throws ArgumentError when `logits` is no such tensor, has fewer than 2 classes, or `temperature` is not a positive
 *   finite number
 * @see Hinton, Vinyals and Dean (2015), section 2, equation 1
 *
 * @example
 * ```ts
 * import { temperatureSoftmax } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const logits = tf.tensor2d([[0, Math.log(16)]]);
 * const soft = temperatureSoftmax(logits, { temperature: 2 });
 * await soft.data(); // ≈ [0.200, 0.800]
 * ```
 */
export function temperatureSoftmax(logits: Tensor2D, options: TemperatureOptions): Tensor2D {
  const functionName = "temperatureSoftmax";
  assertLogits(functionName, "logits", logits);
  const temperature = readTemperature(functionName, options, logits.shape[0]);
  const compute = (t: number, rows: Tensor2D) => softenedProbs(functionName, rows, t);
  return tidy(() => atTemperature(functionName, temperature, [logits], compute, 0));
}
