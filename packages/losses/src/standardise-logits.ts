import { add, div, max, mul, sqrt, sub, sum, type Tensor, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { assertLogits } from "./internal/assert-logits.ts";
import { constant } from "./internal/constant.ts";
import { boundLogits, maskedInBoth } from "./internal/masked-classes.ts";
import { inverseNorm } from "./internal/unit-vectors.ts";
import { withGradient } from "./internal/with-gradient.ts";

/**
 * Takes the mean off each row of logits and divides it by its standard deviation: `(z_c − mean z) / σ(z)`.
 *
 * A loss of standardised logits asks the student for the teacher's order and proportions, and leaves it free in shift and
 * scale. {@link withStandardisedLogits} puts it in front of a loss.
 *
 * `σ² = mean_c (z_c − mean z)²`, as the paper defines it. Its code divides by `classes − 1` and adds 1e-7 to σ, so that its
 * result is smaller by a factor of `√(1 − 1 / classes)`. Here a row of equal logits becomes 0, with a gradient of 0.
 *
 * @param logits `[batch, classes]`, float32; a class with a logit of −∞ counts for nothing and stays at −∞; differentiable
 * @returns `[batch, classes]`, a new tensor that the caller owns; each row has mean 0 and variance 1
 * @throws ArgumentError when `logits` is no such tensor, or has fewer than 2 classes
 * @see Sun, Ren, Li, Wang and Cao (2024), *Logit Standardization in Knowledge Distillation*, section 4, algorithm 1
 *
 * @example
 * ```ts
 * import { standardiseLogits } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const logits = tf.tensor2d([[1, 5], [-20, -10]]);
 * await standardiseLogits(logits).data(); // ≈ [-1.000, 1.000, -1.000, 1.000]
 * ```
 */
export function standardiseLogits(logits: Tensor2D): Tensor2D {
  const functionName = "standardiseLogits";
  assertLogits(functionName, "logits", logits);
  return tidy(() => standardise(functionName, logits));
}

function standardise(functionName: string, logits: Tensor2D): Tensor2D {
  const bounded = constant(() => boundLogits(logits));
  const masked = constant(() => maskedInBoth(bounded, bounded));
  const kept = constant(() => sub<Tensor2D>(1, masked));
  const count = constant(() => sum(kept, 1, true));
  // The largest goes first, so that equal logits become exactly 0 and not the rounding error of their mean.
  const shifted = constant(() => mul(sub(bounded, max(bounded, 1, true)), kept));
  const deviation = constant(() => mul(sub(shifted, div(sum(shifted, 1, true), count)), kept));
  const scale = constant(() => mul(inverseNorm(deviation, 1), sqrt(count)));
  const standard = constant(() => mul<Tensor2D>(deviation, scale));
  return withGradient<Tensor2D>(functionName, logits, {
    // Twice 2^127 is +∞ and 0 stays 0.
    value: () => sub(standard, mul(mul(masked, 2 ** 127), 2 ** 127)),
    saved: [standard, scale, kept, count],
    gradient: (upstream: Tensor, [z, factor, isKept, classes]) => {
      const incoming = mul(upstream, isKept!);
      const mean = (x: Tensor) => div(sum(x, 1, true), classes!);
      const along = add(mean(incoming), mul(z!, mean(mul(incoming, z!))));
      return mul(mul(sub(incoming, along), factor!), isKept!);
    },
  });
}
