import { mul, sub, sum, type Tensor, type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLogits, readTemperature } from "./internal/assert-logits.ts";
import { constant } from "./internal/constant.ts";
import { boundScaled } from "./internal/masked-classes.ts";
import { logNormaliser, rowScale, rowSoftmax, softmaxPullback } from "./internal/row-softmax.ts";
import { withGradient } from "./internal/with-gradient.ts";
import type { TemperatureOptions } from "./temperature-softmax.ts";

/**
 * The entropy of the softened distribution of each row, `−Σ_c p_c log p_c` with `p = softmax(logits / T)`, in nats.
 *
 * It says how much a teacher's soft targets tell beyond their largest class: 0 for a one-hot row, `log classes` for a
 * uniform one. There is no factor T² here. The gradient is `−p_c (log p_c + H) / T`.
 *
 * @param logits `[batch, classes]`, float32; a class with a logit of −∞ contributes nothing
 * @returns `[batch]`, a new tensor that the caller owns
 * @throws ArgumentError when `logits` is no such tensor, has fewer than 2 classes, or `temperature` is not a positive
 *   finite number
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
  const temperature = readTemperature(functionName, options);
  return tidy(() => {
    const { scaled, probs } = rowSoftmax(logits, temperature);
    const bounded = constant(() => boundScaled(scaled));
    return withGradient<Tensor1D>(functionName, logits, {
      value: () => sub(logNormaliser(probs), sum(mul(probs, bounded), 1)),
      saved: [probs, bounded],
      gradient: (upstream: Tensor, saved: readonly Tensor[]) =>
        mul(softmaxPullback(saved[0] as Tensor2D, saved[1] as Tensor2D), rowScale(upstream, -1 / temperature)),
    });
  });
}
