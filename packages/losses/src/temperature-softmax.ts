import { clone, mul, type Tensor, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLogits, readTemperature } from "./internal/assert-logits.ts";
import { rowSoftmax, softmaxPullback } from "./internal/row-softmax.ts";
import { withGradient } from "./internal/with-gradient.ts";

/** The one option of the functions that soften logits. */
export interface TemperatureOptions {
  /** The temperature T that divides the logits: a positive finite number, 1 for the plain softmax, higher for softer. */
  readonly temperature: number;
}

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
  const temperature = readTemperature(functionName, options);
  return tidy(() => {
    const { probs } = rowSoftmax(logits, temperature);
    return withGradient(functionName, logits, {
      value: () => clone(probs),
      saved: [probs],
      gradient: (upstream: Tensor2D, [q]: readonly Tensor[]) =>
        mul(softmaxPullback(q as Tensor2D, upstream), 1 / temperature),
    });
  });
}
