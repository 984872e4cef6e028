import { expandDims, mul, sub, sum, type Tensor, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLogits } from "./internal/assert-logits.ts";
import { logNormaliser, rowSoftmax } from "./internal/row-softmax.ts";
import { atTemperature, readTemperature } from "./internal/temperature.ts";
import { withGradient } from "./internal/with-gradient.ts";
import type { TemperatureOptions } from "./temperature.ts";

/**
 * The logarithm of {@link temperatureSoftmax}, without the underflow of `log(softmax)`: `z_c / T − log Σ_k exp(z_k / T)`.
 *
 * @param logits `[batch, classes]`, float32; a class with a logit of −∞ stays at −∞; differentiable
 * @returns `[batch, classes]`, a new tensor that the caller owns
 * @throws ArgumentError when `logits` is no such tensor, has fewer than 2 classes, or `temperature` is not a positive
 *   finite number
 * @see Hinton, Vinyals and Dean (2015), section 2, equation 1
 *
 * @example
 * ```ts
 * import { temperatureLogSoftmax } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const logits = tf.tensor2d([[0, 200]]);
 * const logProbs = temperatureLogSoftmax(logits, { temperature: 1 });
 * await logProbs.data(); // => [-200, 0]
 * ```
 */
export function temperatureLogSoftmax(logits: Tensor2D, options: TemperatureOptions): Tensor2D {
  const functionName = "temperatureLogSoftmax";
  assertLogits(functionName, "logits", logits);
  const temperature = readTemperature(functionName, options, logits.shape[0]);
  const compute = (t: number, rows: Tensor2D) => logProbs(functionName, rows, t);
  return tidy(() => atTemperature(functionName, temperature, [logits], compute, 0));
}

function logProbs(functionName: string, logits: Tensor2D, temperature: number): Tensor2D {
  const { scaled, probs } = rowSoftmax(logits, temperature);
  return withGradient(functionName, logits, {
    value: () => sub<Tensor2D>(scaled, expandDims(logNormaliser(probs), 1)),
    saved: [probs],
    gradient: (upstream: Tensor2D, [q]: readonly Tensor[]) =>
      mul(sub(upstream, mul(q!, sum(upstream, 1, true))), 1 / temperature),
  });
}
