import { mul, sub, sum, type Tensor, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";
import { constant } from "./constant.ts";
import { boundScaled } from "./masked-classes.ts";
import { logNormaliser, rowScale, rowSoftmax, softmaxPullback } from "./row-softmax.ts";
import { withGradient } from "./with-gradient.ts";

/** `−Σ_c p_c log p_c` of each row, with `p = softmax(logits / T)`, differentiable. */
export function entropyTerm(functionName: string, logits: Tensor2D, temperature: number): Tensor1D {
  const { scaled, probs } = rowSoftmax(logits, temperature);
  const bounded = constant(() => boundScaled(scaled));
  return withGradient<Tensor1D>(functionName, logits, {
    value: () => sub(logNormaliser(probs), sum(mul(probs, bounded), 1)),
    saved: [probs, bounded],
    gradient: (upstream: Tensor, saved: readonly Tensor[]) =>
      mul(softmaxPullback(saved[0] as Tensor2D, saved[1] as Tensor2D), rowScale(upstream, -1 / temperature)),
  });
}
