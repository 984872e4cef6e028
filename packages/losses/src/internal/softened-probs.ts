import { clone, mul, type Tensor, type Tensor2D } from "@tensorflow/tfjs-core";
import { rowSoftmax, softmaxPullback } from "./row-softmax.ts";
import { withGradient } from "./with-gradient.ts";

/** `softmax(logits / T)` of each row, differentiable. */
export function softenedProbs(functionName: string, logits: Tensor2D, temperature: number): Tensor2D {
  const { probs } = rowSoftmax(logits, temperature);
  return withGradient(functionName, logits, {
    value: () => clone(probs),
    saved: [probs],
    gradient: (upstream: Tensor2D, [q]: readonly Tensor[]) =>
      mul(softmaxPullback(q as Tensor2D, upstream), 1 / temperature),
  });
}
