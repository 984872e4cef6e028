import { expandDims, mul, neg, sub, sum, type Tensor, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";
import { constant } from "./constant.ts";
import { boundScaled, infiniteWhereMasked } from "./masked-classes.ts";
import { logNormaliser, rowScale, rowSoftmax, shiftRows, softmaxOfShifted, softmaxPullback } from "./row-softmax.ts";
import { deferredGradient, withGradient } from "./with-gradient.ts";

/** `T² · −Σ_c p_c log q_c` with `p = softmax(teacherLogits / T)`, differentiable with respect to both. */
export function softTermFromLogits(
  functionName: string,
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  temperature: number,
  shifted: Tensor2D = shiftRows(studentLogits),
): Tensor1D {
  const { scaled, probs } = softmaxOfShifted(shifted, temperature);
  const teacherProbs = rowSoftmax(teacherLogits, temperature).probs;
  const deferred = teacherLogitsGradient(functionName, studentLogits, teacherLogits, temperature);
  const loss = {
    value: (): Tensor1D => mul(sub(logNormaliser(probs), expectedScaled(teacherProbs, scaled)), temperature ** 2),
    saved: [probs, teacherProbs],
    gradient: (upstream: Tensor, [q, p]: readonly Tensor[]) => mul(sub(q!, p!), rowScale(upstream, temperature)),
  };
  return withGradient(functionName, studentLogits, loss, [deferred]);
}

/** `T² · −Σ_c p_c log q_c` with `p` as given, of any mass, differentiable with respect to both. */
export function softTermFromProbs(
  functionName: string,
  studentLogits: Tensor2D,
  teacherProbs: Tensor2D,
  temperature: number,
  shifted: Tensor2D = shiftRows(studentLogits),
): Tensor1D {
  const { scaled, probs } = softmaxOfShifted(shifted, temperature);
  const mass = constant(() => sum<Tensor1D>(teacherProbs, 1));
  const deferred = teacherProbsGradient(functionName, studentLogits, teacherProbs, temperature);
  const loss = {
    value: (): Tensor1D => {
      const unscaled = sub(mul(logNormaliser(probs), mass), expectedScaled(teacherProbs, scaled));
      return mul(unscaled, temperature ** 2);
    },
    saved: [probs, teacherProbs, mass],
    gradient: (upstream: Tensor, [q, p, total]: readonly Tensor[]) =>
      mul(sub(mul(q!, expandDims(total!, 1)), p!), rowScale(upstream, temperature)),
  };
  return withGradient(functionName, studentLogits, loss, [deferred]);
}

/** Stands for the teacher's logits in a soft term, for {@link withGradient}; `weight` is that of the term. */
export function teacherLogitsGradient(
  functionName: string,
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  temperature: number,
  weight = 1,
): Tensor {
  return deferredGradient(functionName, teacherLogits, [studentLogits], (upstream, [student], teacher) => {
    const surprise = neg(boundScaled(rowSoftmax(student as Tensor2D, temperature).scaled));
    const pulledBack = softmaxPullback(rowSoftmax(teacher as Tensor2D, temperature).probs, surprise);
    return mul(pulledBack, rowScale(upstream, weight * temperature));
  });
}

/** The same for the teacher's probabilities. */
export function teacherProbsGradient(
  functionName: string,
  studentLogits: Tensor2D,
  teacherProbs: Tensor2D,
  temperature: number,
  weight = 1,
): Tensor {
  return deferredGradient(functionName, teacherProbs, [studentLogits], (upstream, [student]) => {
    const again = rowSoftmax(student as Tensor2D, temperature);
    const surprise = sub(expandDims(logNormaliser(again.probs), 1), boundScaled(again.scaled));
    return mul(surprise, rowScale(upstream, weight * temperature ** 2));
  });
}

/** `Σ_c w_c · scaled_c`, where a weight of 0 contributes 0 and any other weight on a masked class −∞. */
function expectedScaled(weights: Tensor2D, scaled: Tensor2D): Tensor1D {
  const bounded = boundScaled(scaled);
  return sub(sum(mul(weights, bounded), 1), infiniteWhereMasked(weights, bounded));
}
