import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-layers";
import { matrix } from "./wasm-kernels.ts";

const SIZES = [784, 800, 800, 10];
const BATCH = 128;
const TEMPERATURE = 20;
const LEARNING_RATE = 0.01;
const MOMENTUM = 0.9;

/**
 * One step of distilling into a 784-800-800-10 net, 128 examples, with momentum: forward, the soft cross-entropy at T = 20
 * plus the hard one with their gradient as one function, backward, and the update of six variables.
 */
export function createDistillationStep(): () => void {
  const layers = SIZES.slice(1).map((units, index) => ({
    weights: tf.variable(matrix(SIZES[index]!, units, 0.05)),
    bias: tf.variable(tf.zeros([units])),
  }));
  const variables = layers.flatMap(({ weights, bias }) => [weights, bias]);
  const velocities = variables.map((variable) => tf.variable(tf.zerosLike(variable)));
  const features = tf.relu(matrix(BATCH, 784));
  const teacherProbs = tf.softmax(tf.div(matrix(BATCH, 10, 8), TEMPERATURE));
  const oneHot = tf.cast(
    tf.oneHot(
      tf.tensor1d(
        Array.from({ length: BATCH }, (_, i) => i % 10),
        "int32",
      ),
      10,
    ),
    "float32",
  );

  const loss = tf.customGrad((logits, save) => {
    const softProbs = tf.softmax(tf.div(logits as tf.Tensor, TEMPERATURE));
    const hardProbs = tf.softmax(logits as tf.Tensor);
    const soft = tf.mul(tf.sum(tf.mul(teacherProbs, tf.log(softProbs)), 1), -(TEMPERATURE ** 2));
    const hard = tf.neg(tf.sum(tf.mul(oneHot, tf.log(hardProbs)), 1));
    (save as tf.GradSaveFunc)([softProbs, hardProbs]);
    return {
      value: tf.add(soft, hard),
      gradFunc: (dy: tf.Tensor, [q, p]: tf.Tensor[]) => {
        const slope = tf.add(tf.mul(tf.sub(q!, teacherProbs), TEMPERATURE), tf.sub(p!, oneHot));
        return tf.mul(tf.expandDims(dy, 1), slope);
      },
    };
  });

  const objective = () => {
    const logits = layers.reduce<tf.Tensor>((input, { weights, bias }, index) => {
      const output = tf.add(tf.matMul(input, weights as tf.Tensor), bias);
      return index < layers.length - 1 ? tf.relu(output) : output;
    }, features);
    return tf.mean(loss(logits)) as tf.Scalar;
  };
  return () => {
    tf.tidy(() => {
      const { grads } = tf.variableGrads(objective, variables);
      variables.forEach((variable, index) => {
        const velocity = velocities[index]!;
        velocity.assign(tf.add(tf.mul(velocity, MOMENTUM), grads[variable.name]!));
        variable.assign(tf.sub(variable, tf.mul(velocity, LEARNING_RATE)));
      });
    });
  };
}
