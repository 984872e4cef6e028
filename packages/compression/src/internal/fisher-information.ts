import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { readValues } from "./read-values.ts";

/**
 * Computes the diagonal of the Fisher information of some variables: `E (∂ log p(k | x) / ∂w)²`, the mean over examples x and the model's own answers k, each with its probability; with
 * labels, k is the label.
 *
 * @param model ends in logits of classes
 * @param examples inputs, `[examples, …]`
 */
export async function fisherInformation(
  functionName: string,
  model: LayersModel,
  variables: readonly tf.Variable[],
  examples: tf.Tensor,
  labels: Int32Array | undefined,
): Promise<Float32Array[]> {
  const count = examples.shape[0]!;
  let sums: tf.Tensor[] = variables.map((variable) => tf.zeros(variable.shape));
  try {
    for (let example = 0; example < count; example++) {
      const added = tf.tidy(() => {
        const x = tf.slice(examples, example, 1);
        const own = squaredScores(model, variables, x, labels?.[example]);
        return own.map((squares, index) => tf.add(sums[index]!, tf.div(squares, count)));
      });
      tf.dispose(sums);
      sums = added;
    }
    return await readValues(functionName, sums);
  } finally {
    tf.dispose(sums);
  }
}

/** The expected squares of the gradients of one example's log-likelihood. */
function squaredScores(
  model: LayersModel,
  variables: readonly tf.Variable[],
  x: tf.Tensor,
  label: number | undefined,
): tf.Tensor[] {
  const logProbs = () => tf.logSoftmax(tf.reshape(model.apply(x) as tf.Tensor, [1, -1]));
  const scoreOf = (label: number): tf.Tensor[] => {
    const { grads } = tf.variableGrads(() => tf.reshape(tf.slice(logProbs(), [0, label], [1, 1]), []), [...variables]);
    return variables.map(({ name }) => grads[name]!);
  };
  if (label !== undefined) return scoreOf(label).map((score) => tf.square(score));
  const probs = tf.unstack(tf.reshape(tf.exp(logProbs()), [-1]));
  const squares = probs.map((prob, k) => scoreOf(k).map((score) => tf.mul(prob, tf.square(score))));
  return variables.map((_, index) => tf.addN(squares.map((own) => own[index]!)));
}
