import { type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLogits } from "./internal/assert-logits.ts";
import { entropyTerm } from "./internal/entropy-term.ts";
import { atTemperature, readTemperature } from "./internal/temperature.ts";
import type { TemperatureOptions } from "./temperature.ts";

/**
 * Computes the entropy of the softened distribution of each row, `−Σ_c p_c log p_c` with `p = softmax(logits / T)`, in
 * nats.
 *
 * It measures how much a teacher's soft targets say beyond their largest class: 0 for a one-hot row, `log classes` for
 * a uniform one. There is no factor T² here. The gradient is `−p_c (log p_c + H) / T`.
 *
 * @param logits `[batch, classes]`, float32; a class with a logit of −∞ contributes nothing
 * @returns `[batch]`, a new tensor that the caller owns
 * @throws ArgumentError when `logits` is not such a tensor, has fewer than 2 classes, or `temperature` is not a
 * positive finite number
 * @see Shannon (1948); Hinton, Vinyals and Dean (2015), section 1, on soft targets of high entropy
 *
 * @example
 * ```ts
 * import { entropy } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const logits = tf.tensor2d([[7, 7], [0, 1000]]);
 * await entropy(logits, { temperature: 1 }).data(); // ≈ [0.6931, 0.0000]
 * ```
 */
export function entropy(logits: Tensor2D, options: TemperatureOptions): Tensor1D {
  const functionName = "entropy";
  assertLogits(functionName, "logits", logits);
  const temperature = readTemperature(functionName, options, logits.shape[0]);
  const compute = (t: number, rows: Tensor2D) => entropyTerm(functionName, rows, t);
  return tidy(() => atTemperature(functionName, temperature, [logits], compute, 0));
}
