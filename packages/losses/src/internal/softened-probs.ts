import { clone, expm1, max, mean, mul, sub, type Tensor, type Tensor2D } from "@tensorflow/tfjs-core";
import { rowSoftmax, softmaxPullback } from "./row-softmax.ts";
import { withGradient } from "./with-gradient.ts";

/** `softmax(logits / T)` of each row, differentiable. */
export function softenedProbs(functionName: string, logits: Tensor2D, temperature: number): Tensor2D {
  const { probs } = rowSoftmax(logits, temperature);
  return withPullback(functionName, logits, temperature, probs, () => clone(probs));
}

/**
 * `softmax(logits / T) − 1 / classes`, differentiable: at a high temperature more exact than the probabilities themselves, which
 * then differ in their last digits only.
 */
export function softenedDeviations(functionName: string, logits: Tensor2D, temperature: number): Tensor2D {
  const { scaled, probs } = rowSoftmax(logits, temperature);
  return withPullback(functionName, logits, temperature, probs, () => {
    const excess = expm1(scaled);
    return mul(sub(excess, mean(excess, 1, true)), max(probs, 1, true));
  });
}

function withPullback(
  functionName: string,
  logits: Tensor2D,
  temperature: number,
  probs: Tensor2D,
  value: () => Tensor2D,
): Tensor2D {
  return withGradient(functionName, logits, {
    value,
    saved: [probs],
    gradient: (upstream: Tensor2D, [q]: readonly Tensor[]) =>
      mul(softmaxPullback(q as Tensor2D, upstream), 1 / temperature),
  });
}
