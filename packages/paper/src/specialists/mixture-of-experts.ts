import { assertInteger, deriveSeed } from "@dark-knowledge/core";
import type { LogitsFunction } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";

/** The shape of a {@link MixtureOfExperts}. */
export interface MixtureOptions {
  /** The number of features of one example. */
  readonly inputs: number;
  /** The number of hidden units of each expert. */
  readonly hidden: number;
  readonly classCount: number;
  readonly experts: number;
  readonly seed: number;
}

/** Experts and the gate that weights them, all trained together. */
export interface MixtureOfExperts {
  /** Computes the logarithms of the mixture's probabilities, which serve as logits. */
  readonly logits: LogitsFunction;
  readonly variables: readonly tf.Variable[];
  dispose(): void;
}

/**
 * Creates a mixture of experts with a learned gate: `p(c | x) = Σ_k g_k(x) p_k(c | x)`. Each expert is a net with one
 * hidden layer of rectified linear units; the gate is a softmax that is linear in the input.
 *
 * @see Jacobs, Jordan, Nowlan and Hinton (1991), "Adaptive mixtures of local experts"
 */
export function createMixtureOfExperts(options: MixtureOptions): MixtureOfExperts {
  const { inputs, hidden, classCount, experts, seed } = options;
  assertInteger("createMixtureOfExperts", "experts", experts, { min: 2 });
  let made = 0;
  const matrix = (rows: number, columns: number) =>
    tf.tidy(() => {
      const stddev = Math.sqrt(2 / rows);
      // A seed of zero means "no seed" to tfjs.
      return tf.variable(
        tf.truncatedNormal([rows, columns], 0, stddev, "float32", deriveSeed(seed, "expert kernel", made++) || 1),
      );
    });
  const zeros = (size: number) => tf.tidy(() => tf.variable(tf.zeros([size])));
  // The hidden layers of all experts are side by side in one matrix.
  const first = { kernel: matrix(inputs, hidden * experts), bias: zeros(hidden * experts) };
  const last = Array.from({ length: experts }, () => ({ kernel: matrix(hidden, classCount), bias: zeros(classCount) }));
  const gate = { kernel: matrix(inputs, experts), bias: zeros(experts) };
  const variables = [first, ...last, gate].flatMap(({ kernel, bias }) => [kernel, bias]);

  function logits(features: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const x = tf.reshape(features, [-1, inputs]) as tf.Tensor2D;
      const units = tf.relu(tf.add(tf.matMul(x, first.kernel as tf.Tensor as tf.Tensor2D), first.bias));
      const weights = tf.logSoftmax(tf.add(tf.matMul(x, gate.kernel as tf.Tensor as tf.Tensor2D), gate.bias));
      const answers = last.map(({ kernel, bias }, k) => {
        const own = tf.slice(units, [0, k * hidden], [-1, hidden]) as tf.Tensor2D;
        const answer = tf.logSoftmax(tf.add(tf.matMul(own, kernel as tf.Tensor as tf.Tensor2D), bias));
        return tf.add(answer, tf.slice(weights, [0, k], [-1, 1]));
      });
      return tf.logSumExp(tf.stack(answers), 0);
    });
  }

  return {
    logits,
    variables,
    dispose() {
      for (const variable of variables) variable.dispose();
    },
  };
}
