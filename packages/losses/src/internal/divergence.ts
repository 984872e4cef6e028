import { add, mul, sub, sum, type Tensor, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";
import { constant } from "./constant.ts";
import { boundScaled, infiniteWhereMasked } from "./masked-classes.ts";
import { logNormaliserGap, rowScale, rowSoftmax, softmaxPullback } from "./row-softmax.ts";
import { deferredGradient, withGradient } from "./with-gradient.ts";

/** `T² · KL(p ‖ q)`, with `p` from the logits of `reference` and `q` from those of `approximation`. */
interface Divergence {
  readonly value: () => Tensor1D;
  readonly byReference: Side;
  readonly byApproximation: Side;
}

/** The gradient with respect to one of the two. */
interface Side {
  readonly saved: readonly Tensor[];
  readonly gradient: (upstream: Tensor, saved: readonly Tensor[]) => Tensor;
}

/** `T² · KL(teacher ‖ student)`, differentiable with respect to both. */
export function forwardDivergence(
  functionName: string,
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  temperature: number,
): Tensor1D {
  const { value, byApproximation } = divergence(teacherLogits, studentLogits, temperature);
  const deferred = deferredGradient(functionName, teacherLogits, [studentLogits], (upstream, [student], teacher) => {
    const { saved, gradient } = divergence(teacher as Tensor2D, student as Tensor2D, temperature).byReference;
    return gradient(upstream, saved);
  });
  return withGradient(functionName, studentLogits, { value, ...byApproximation }, [deferred]);
}

/** `T² · KL(student ‖ teacher)`, differentiable with respect to both. */
export function reverseDivergence(
  functionName: string,
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  temperature: number,
): Tensor1D {
  const { value, byReference } = divergence(studentLogits, teacherLogits, temperature);
  const deferred = deferredGradient(functionName, teacherLogits, [studentLogits], (upstream, [student], teacher) => {
    const { saved, gradient } = divergence(student as Tensor2D, teacher as Tensor2D, temperature).byApproximation;
    return gradient(upstream, saved);
  });
  return withGradient(functionName, studentLogits, { value, ...byReference }, [deferred]);
}

function divergence(referenceLogits: Tensor2D, approximationLogits: Tensor2D, temperature: number): Divergence {
  const reference = rowSoftmax(referenceLogits, temperature);
  const approximation = rowSoftmax(approximationLogits, temperature);
  const bounded = constant(() => boundScaled(approximation.scaled));
  // log p − log q, but for a constant per row.
  const gap = constant(() => sub<Tensor2D>(boundScaled(reference.scaled), bounded));
  return {
    value: () => {
      const expectedGap = sum<Tensor1D>(mul(reference.probs, gap), 1);
      const finite = add(expectedGap, logNormaliserGap(approximation.probs, reference.probs));
      return mul(add(finite, infiniteWhereMasked(reference.probs, bounded)), temperature ** 2);
    },
    byReference: {
      saved: [reference.probs, gap],
      gradient: (upstream, saved) =>
        mul(softmaxPullback(saved[0] as Tensor2D, saved[1] as Tensor2D), rowScale(upstream, temperature)),
    },
    byApproximation: {
      saved: [approximation.probs, reference.probs],
      gradient: (upstream, [q, p]) => mul(sub(q!, p!), rowScale(upstream, temperature)),
    },
  };
}
