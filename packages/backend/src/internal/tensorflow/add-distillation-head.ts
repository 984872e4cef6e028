import * as tf from "@tensorflow/tfjs-core";
import { logSoftmax, mulNoNan } from "./tensorflow-operations.ts";

/** One of `teacherLogits` and `teacherProbs`, and labels or none. */
type HeadInputs = {
  readonly [name in "teacherLogits" | "teacherProbs" | "labels"]?: tf.Tensor | undefined;
} & { readonly studentLogits: tf.Tensor2D };

/** The values of a term, and its slope by the student's logits; each row counts by itself. */
interface Term {
  readonly values: tf.Tensor1D;
  readonly slope: tf.Tensor2D;
}

/**
 * Gives TensorFlow the two kernels that the losses look for, as wasm has them: `DistillationHead`, both terms of a
 * distillation loss with the gradient of their weighted sum, and `ScaleEachRow`.
 *
 * An operation of TensorFlow takes tens of microseconds in Node, whatever its size, so what counts is how many there are.
 */
export function addDistillationHead(): void {
  const backendName = "tensorflow";
  if (tf.getKernel("DistillationHead", backendName) !== undefined) return;
  tf.registerKernel({
    ...{ kernelName: "DistillationHead", backendName },
    kernelFunc: ({ inputs, attrs }) => tf.tidy(() => computeHead(inputs as never, attrs as never)),
  });
  tf.registerKernel({
    ...{ kernelName: "ScaleEachRow", backendName },
    kernelFunc: ({ inputs: { x, factors } }) =>
      tf.tidy(() => tf.mul(x as tf.Tensor, tf.expandDims(factors as tf.Tensor, 1))),
  });
}

function computeHead(
  inputs: HeadInputs,
  { temperature, softWeight, hardWeight }: Readonly<Record<"temperature" | "softWeight" | "hardWeight", number>>,
): tf.Tensor[] {
  const { studentLogits, teacherLogits, teacherProbs, labels } = inputs;
  const shifted = shiftRows(studentLogits);
  const hasTeacher = teacherLogits !== undefined || teacherProbs !== undefined;
  const soft = hasTeacher ? softTerm(shifted, inputs, temperature) : undefined;
  const hard = labels === undefined ? undefined : hardTerm(shifted, labels);
  const weighted = [
    ...(soft === undefined || softWeight === 0 ? [] : [{ term: soft, weight: softWeight }]),
    ...(hard === undefined || hardWeight === 0 ? [] : [{ term: hard, weight: hardWeight }]),
  ];
  const sumOf = (part: keyof Term) =>
    weighted.map(({ term, weight }) => times(term[part], weight)).reduce((sum, other) => tf.add(sum, other));
  const zeros = () => tf.zeros([studentLogits.shape[0]]);
  return [sumOf("values"), soft?.values ?? zeros(), hard?.values ?? zeros(), sumOf("slope")];
}

function softTerm(shifted: tf.Tensor2D, { teacherLogits, teacherProbs }: HeadInputs, temperature: number): Term {
  const logProbs = logSoftmax(divided(shifted, temperature));
  const probs = tf.exp(logProbs);
  const targets = teacherProbs ?? tf.softmax(divided(shiftRows(teacherLogits as tf.Tensor2D), temperature));
  // Probabilities from outside may have any mass.
  const massed = teacherProbs === undefined ? probs : tf.mul(probs, tf.sum(teacherProbs, 1, true));
  return {
    values: times(crossEntropy(targets, logProbs), temperature ** 2),
    slope: times(tf.sub(massed, targets), temperature),
  };
}

function hardTerm(shifted: tf.Tensor2D, labels: tf.Tensor): Term {
  // A label that is no class has no 1 in its row.
  const targets = tf.oneHot(labels, shifted.shape[1], 1, 0, "float32");
  const logProbs = logSoftmax(shifted);
  const isLabelled = tf.sum(targets, 1, true);
  return {
    values: crossEntropy(targets, logProbs),
    slope: tf.sub(tf.mul(tf.exp(logProbs), isLabelled), targets),
  };
}

/** `−Σ_c p_c log q_c`, to which a class with p = 0 gives nothing, whatever q is. */
function crossEntropy(targets: tf.Tensor, logProbs: tf.Tensor): tf.Tensor1D {
  // Not `neg`, which would make a perfect loss −0.
  return tf.sub(0, tf.sum(mulNoNan(logProbs, targets), 1));
}

function shiftRows(logits: tf.Tensor2D): tf.Tensor2D {
  return tf.sub(logits, tf.max(logits, 1, true));
}

function divided(x: tf.Tensor2D, by: number): tf.Tensor2D {
  return by === 1 ? x : tf.div(x, by);
}

function times<Any extends tf.Tensor>(x: Any, by: number): Any {
  return by === 1 ? x : (tf.mul(x, by) as Any);
}
