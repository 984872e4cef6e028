import { cast, mul, oneHot, sub, sum, type Tensor, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";
import { constant } from "./constant.ts";
import { boundScaled, unboundPicked } from "./masked-classes.ts";
import { logNormaliser, rowScale, shiftRows, softmaxOfShifted } from "./row-softmax.ts";
import { withGradient } from "./with-gradient.ts";

/** `−log q_label` at T = 1, and 0 where the label is −1 or no class. */
export function hardTerm(
  functionName: string,
  studentLogits: Tensor2D,
  labels: Tensor1D,
  shifted: Tensor2D = shiftRows(studentLogits),
): Tensor1D {
  const { scaled, probs } = softmaxOfShifted(shifted, 1);
  // Cast afterwards: on wasm, oneHot with a float dtype writes the bits of integers, which read as zeros.
  const oneHotLabels = constant(() => cast(oneHot(labels, studentLogits.shape[1]) as Tensor2D, "float32"));
  const isLabelled = constant(() => sum<Tensor1D>(oneHotLabels, 1));
  const loss = {
    value: (): Tensor1D => {
      const picked = unboundPicked(sum(mul(oneHotLabels, boundScaled(scaled)), 1));
      return sub(mul(logNormaliser(probs), isLabelled), picked);
    },
    saved: [probs, oneHotLabels, isLabelled],
    gradient: (upstream: Tensor, [q, labelled, weight]: readonly Tensor[]) =>
      mul(sub(q!, labelled!), rowScale(upstream, weight!)),
  };
  return withGradient(functionName, studentLogits, loss);
}
