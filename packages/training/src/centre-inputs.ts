import { ArgumentError, assertFields } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { assertOptimizer } from "./internal/assert-optimizer.ts";
import { assertVariables } from "./internal/assert-variables.ts";
import type { Optimizer } from "./optimizer.ts";

/** The first layer, and the mean to subtract from its inputs. */
export interface CentredLayer {
  /** `[inputs, units]` */
  readonly kernel: tf.Variable;
  /** `[units]` */
  readonly bias: tf.Variable;
  /** The mean of each input over the training set, such as `meanExample` returns. */
  readonly mean: Float32Array;
}

/**
 * Makes an optimizer train a net as if the mean of the training set were subtracted from every input, while the net
 * itself continues taking inputs as they are.
 *
 * Pixels are never negative, so all gradients of the first layer share a direction, and the largest stable step in this
 * direction is too small for all others. With `W·(x − μ) + c` instead of `W·x + b` they do not. Both are the same net,
 * with `b = c − W·μ`. Each step goes from b to c, passes the inner optimizer the gradients with respect to W and c,
 * which are `∂W − μ·∂bᵀ` and `∂b`, and goes back. A layer without a bias, or one whose activation comes before the
 * bias, cannot be trained this way.
 *
 * @param optimizer any optimizer; its memory is with respect to W and c. Disposing of the result also disposes of it
 * @param layer the first layer's trainable weights. A step without a gradient for one of them is passed to the inner
 * optimizer unchanged
 * @throws ArgumentError when the shapes do not belong together
 * @see LeCun, Bottou, Orr and Müller (1998), "Efficient BackProp", section 4.3; Schraudolph (1998), "Centering neural network
 *   gradient factors"
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { centreInputs, sgd } from "@dark-knowledge/training";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const kernel = tf.variable(tf.tensor2d([[1], [1]]));
 * const bias = tf.variable(tf.tensor1d([0]));
 * const optimizer = centreInputs(sgd({ learningRate: 1 }), { kernel, bias, mean: Float32Array.of(1, 2) });
 * // One example, the mean itself: only the bias at the mean must move.
 * const gradients = [
 *   { variable: kernel, gradient: tf.tensor2d([[1], [2]]) },
 *   { variable: bias, gradient: tf.tensor1d([1]) },
 * ];
 * optimizer.apply(gradients, { step: 0, totalSteps: 1, stepsPerEpoch: 1 });
 * [await kernel.array(), await bias.array()]; // => [[[1], [1]], [-1]]
 * optimizer.dispose();
 * ```
 */
export function centreInputs(optimizer: Optimizer, layer: CentredLayer): Optimizer {
  assertOptimizer("centreInputs", optimizer);
  assertShapes(layer);
  const { kernel, bias } = layer;
  // The layer may outlive the caller's array, and a tidy around the call must not take the tensor.
  const mean = tf.keep(tf.tensor2d(layer.mean, [1, layer.mean.length]));
  const valueAtMean = () => tf.reshape(tf.matMul<tf.Tensor2D>(mean, kernel as unknown as tf.Tensor2D), bias.shape);

  return {
    learningRate: (at) => optimizer.learningRate(at),
    memory: (variables) => optimizer.memory(variables),
    restore: (variables, memories) => optimizer.restore(variables, memories),
    apply(gradients, at) {
      const ofKernel = gradients.find(({ variable }) => variable === kernel);
      const ofBias = gradients.find(({ variable }) => variable === bias);
      if (ofKernel === undefined || ofBias === undefined) {
        optimizer.apply(gradients, at);
        return;
      }
      tf.tidy(() => {
        bias.assign(tf.add(bias, valueAtMean()));
        const shared = tf.matMul(mean, tf.reshape(ofBias.gradient, [1, -1]), true);
        const centred = { variable: kernel, gradient: tf.sub(ofKernel.gradient, shared) };
        optimizer.apply(
          gradients.map((one) => (one === ofKernel ? centred : one)),
          at,
        );
        bias.assign(tf.sub(bias, valueAtMean()));
      });
    },
    settings: (at) => ({ ...optimizer.settings(at), centredInputs: layer.mean.length }),
    dispose() {
      mean.dispose();
      optimizer.dispose();
    },
  };
}

function assertShapes(layer: CentredLayer): void {
  assertFields("centreInputs", layer, { mean: "float32" }, { argument: "layer" });
  const { kernel, bias, mean } = layer;
  assertVariables("centreInputs", "kernel and bias", [kernel, bias]);
  const fail = (argument: string, expected: string, received: string) =>
    new ArgumentError({ functionName: "centreInputs", argument, expected, received, code: "shape" });
  if (kernel.rank !== 2) throw fail("kernel", "must have shape [inputs, units]", `[${kernel.shape}]`);
  const [inputs, units] = kernel.shape as [number, number];
  if (bias.rank !== 1 || bias.size !== units) throw fail("bias", `must have shape [${units}]`, `[${bias.shape}]`);
  if (mean.length !== inputs) throw fail("mean", `must have a value for each of ${inputs} inputs`, String(mean.length));
}
