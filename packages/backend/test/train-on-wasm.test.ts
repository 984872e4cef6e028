import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { fusedConv2d } from "../src/fused-conv2d.ts";
import { dataCount, numbers, useRepairedWasm } from "./repaired-wasm.ts";

useRepairedWasm();

type Net = (...weights: tf.Tensor[]) => tf.Tensor;

/** The losses of eight steps of gradient descent with momentum, on the current backend, and what they left behind. */
function train(
  shapes: readonly number[][],
  net: Net,
  learningRate: number,
): { losses: number[]; tensors: number; data: number } {
  const variables = shapes.map((shape, index) => tf.tidy(() => tf.variable(tf.mul(numbers(shape, index + 1), 0.3))));
  const velocities = variables.map((variable) => tf.tidy(() => tf.variable(tf.zerosLike(variable))));
  const isWasm = tf.getBackend() === "wasm";
  const count = () => ({ tensors: tf.memory().numTensors, data: isWasm ? dataCount() : 0 });
  const losses: number[] = [];
  const before = count();
  for (let step = 0; step < 8; step++) {
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => net(...variables) as tf.Scalar, variables);
      losses.push(value.dataSync()[0]!);
      variables.forEach((variable, index) => {
        velocities[index]!.assign(tf.add(tf.mul(velocities[index]!, 0.9), grads[variable.name]!));
        variable.assign(tf.sub(variable, tf.mul(velocities[index]!, learningRate)));
      });
    });
  }
  const after = count();
  tf.dispose([...variables, ...velocities]);
  return { losses, tensors: after.tensors - before.tensors, data: after.data - before.data };
}

/** Trains on cpu and on repaired wasm, and expects the same losses, falling, and nothing left behind. */
async function expectSameTraining(shapes: readonly number[][], learningRate: number, net: Net): Promise<void> {
  await tf.setBackend("cpu");
  const expected = train(shapes, net, learningRate);
  await tf.setBackend("wasm");
  const actual = train(shapes, net, learningRate);
  expect(actual.losses).toBeAllClose(expected.losses, { rtol: 1e-4 });
  expect(actual.losses.at(-1)!).toBeLessThan(0.97 * actual.losses[0]!);
  expect(actual).toMatchObject({ tensors: 0, data: 0 });
}

/** The mean cross-entropy with classes 0, 1, 2, …, 0, …. */
function crossEntropy(logits: tf.Tensor): tf.Tensor {
  const [batch, classes] = logits.shape as [number, number];
  const labels = tf.tensor1d(
    Array.from({ length: batch }, (_, index) => index % classes),
    "int32",
  );
  return tf.neg(tf.mean(tf.sum(tf.mul(tf.oneHot(labels, classes, 1, 0, "float32"), tf.logSoftmax(logits)), 1)));
}

const CNN = [[3, 3, 1, 8], [8], [3, 3, 8, 12], [12], [3 * 3 * 12, 4], [4]];

describe("training on repaired wasm", () => {
  it("of a CNN from tfjs's operations gives the losses of the cpu backend", async () => {
    await expectSameTraining(CNN, 0.02, (first, bias1, second, bias2, weights, bias3) => {
      const x = numbers([6, 12, 12, 1], 9) as tf.Tensor4D;
      let h = tf.relu(tf.add(tf.conv2d(x, first as tf.Tensor4D, 1, "same"), bias1!));
      h = tf.maxPool(h as tf.Tensor4D, 2, 2, "valid");
      h = tf.relu(tf.add(tf.conv2d(h as tf.Tensor4D, second as tf.Tensor4D, 1, "same"), bias2!));
      h = tf.reshape(tf.maxPool(h as tf.Tensor4D, 2, 2, "valid"), [6, 3 * 3 * 12]);
      return crossEntropy(tf.add(tf.matMul(h, weights!), bias3!));
    });
  });

  it("of a CNN from fused layers gives the losses of the cpu backend", async () => {
    await expectSameTraining(CNN, 0.02, (first, bias1, second, bias2, weights, bias3) => {
      const options = { pad: "same", activation: "relu" } as const;
      const x = numbers([6, 12, 12, 1], 9) as tf.Tensor4D;
      let h = tf.maxPool(fusedConv2d(x, first as tf.Tensor4D, bias1 as tf.Tensor1D, options), 2, 2, "valid");
      h = tf.maxPool(fusedConv2d(h, second as tf.Tensor4D, bias2 as tf.Tensor1D, options), 2, 2, "valid");
      return crossEntropy(tf.add(tf.matMul(tf.reshape(h, [6, 3 * 3 * 12]), weights!), bias3!));
    });
  });

  it("of a separable CNN with strides and mean pooling gives the losses of the cpu backend", async () => {
    const shapes = [
      [3, 3, 2, 4],
      [1, 1, 8, 10],
      [10, 3],
    ];
    await expectSameTraining(shapes, 0.5, (depthwise, pointwise, weights) => {
      const x = numbers([6, 11, 11, 2], 9) as tf.Tensor4D;
      const h = tf.separableConv2d(x, depthwise as tf.Tensor4D, pointwise as tf.Tensor4D, 2, "same");
      const pooled = tf.avgPool(tf.elu(h), 3, 3, "valid");
      return crossEntropy(tf.matMul(tf.mean(pooled, [1, 2]), weights!));
    });
  });

  it("of an embedding gives the losses of the cpu backend", async () => {
    await expectSameTraining(
      [
        [20, 6],
        [6, 5],
      ],
      0.5,
      (embedding, weights) => {
        const words = tf.tensor2d(
          Array.from({ length: 40 }, (_, index) => (index * 7) % 20),
          [10, 4],
          "int32",
        );
        return crossEntropy(tf.matMul(tf.mean(tf.gather(embedding!, words), 1), weights!));
      },
    );
  });
});
