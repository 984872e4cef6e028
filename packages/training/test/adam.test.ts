import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { adam, adamw, type Optimizer } from "../src/index.ts";

const AT = { step: 0, totalSteps: 10, stepsPerEpoch: 5 };
const GRADIENTS = [
  [0.5, -1],
  [0.25, 3],
  [-2, 0],
];

/** The published algorithm for one weight, in float64, with the moments summed afresh from all gradients. */
function oracle(start: number, gradients: readonly number[], rate: number, decay: number): number {
  let weight = start;
  gradients.forEach((_, last) => {
    let mean = 0;
    let square = 0;
    for (let t = 0; t <= last; t++) {
      mean += 0.1 * 0.9 ** (last - t) * gradients[t]!;
      square += 0.001 * 0.999 ** (last - t) * gradients[t]! ** 2;
    }
    const corrected = mean / (1 - 0.9 ** (last + 1));
    const spread = Math.sqrt(square / (1 - 0.999 ** (last + 1))) + 1e-8;
    weight = weight - rate * decay * weight - (rate * corrected) / spread;
  });
  return weight;
}

function run(optimizer: Optimizer): number[] {
  const variable = tf.tidy(() => tf.variable(tf.tensor2d([[1, -2]])));
  GRADIENTS.forEach((row, step) => {
    const gradient = tf.tensor2d([row]);
    optimizer.apply([{ variable, gradient }], { ...AT, step });
    gradient.dispose();
  });
  const result = Array.from(variable.dataSync());
  variable.dispose();
  optimizer.dispose();
  return result;
}

describe("adam", () => {
  test("moves by the learning rate in the first step, whatever the gradient's size", () => {
    const variable = tf.variable(tf.tensor1d([1, 1]));
    const gradient = tf.tensor1d([1e-3, -50]);
    const optimizer = adam({ learningRate: 0.01 });
    optimizer.apply([{ variable, gradient }], AT);
    expect(variable).toBeAllClose([0.99, 1.01]);
    optimizer.dispose();
    tf.dispose([variable, gradient]);
  });

  test("agrees with the published algorithm over several steps", () => {
    const expected = [1, -2].map((start, i) =>
      oracle(
        start,
        GRADIENTS.map((row) => row[i]!),
        0.1,
        0,
      ),
    );
    expect(run(adam({ learningRate: 0.1 }))).toBeAllClose(expected);
  });

  test("allocates two slots per variable and frees them", () => {
    const before = tf.memory().numTensors;
    run(adam({ learningRate: 0.1 }));
    expect(tf.memory().numTensors).toBe(before);
  });

  test("names what is wrong", () => {
    expect(() => adam({ learningRate: Number.NaN })).toThrow(
      /^adam: learningRate must be a finite number, at least 0, got NaN$/,
    );
    expect(() => adam({ learningRate: 1, epsilon: 1e-60 })).toThrow(
      /^adam: epsilon must be a positive finite number that float32 can hold, got 1e-60$/,
    );
    expect(() => adam({ learningRate: 1, beta1: 1 })).toThrow(
      /^adam: beta1 must be a finite number, at least 0 and below 1, got 1$/,
    );
    expect(() => adam({ learningRate: 1, beta2: -0.1 })).toThrow(
      /^adam: beta2 must be a finite number, at least 0 and below 1, got -0.1$/,
    );
    expect(() => adam({ learningRate: 1, epsilon: 0 })).toThrow(
      /^adam: epsilon must be a positive finite number, got 0$/,
    );
  });
});

describe("memory", () => {
  test("is the running means and the steps of each variable, and can be put back", async () => {
    const [met, unmet] = [tf.variable(tf.tensor1d([1, -2])), tf.variable(tf.tensor1d([3]))];
    const gradient = tf.tensor1d([0.5, 1]);
    const optimizer = adam({ learningRate: 0.1, beta1: 0.5, beta2: 0.75 });
    optimizer.apply([{ variable: met, gradient }], AT);
    // (1 − β₁)·g and (1 − β₂)·g².
    const memory = [{ mean: Float32Array.of(0.25, 0.5), meanSquare: Float32Array.of(0.0625, 0.25), steps: 1 }, {}];
    expect(await optimizer.memory([met, unmet])).toEqual(memory);
    optimizer.apply([{ variable: met, gradient }], AT);
    optimizer.restore([met, unmet], memory);
    expect(await optimizer.memory([met, unmet])).toEqual(memory);
    const before = tf.memory().numTensors;
    optimizer.restore([met, unmet], [{}, {}]);
    expect(tf.memory().numTensors).toBe(before - 2);
    expect(await optimizer.memory([met, unmet])).toEqual([{}, {}]);
    optimizer.dispose();
    tf.dispose([met, unmet, gradient]);
  });

  test("goes with the settings that made it", () => {
    expect(adam({ learningRate: ({ step }) => step / 8 }).settings({ ...AT, step: 1 })).toEqual({
      name: "adam",
      learningRate: 0.125,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0,
    });
    const { name, weightDecay } = adamw({ learningRate: 1, weightDecay: 0.1 }).settings(AT);
    expect([name, weightDecay]).toEqual(["adamw", 0.1]);
  });
});

describe("adamw", () => {
  test("takes a share of the weight off beside Adam's step", () => {
    const expected = [1, -2].map((start, i) =>
      oracle(
        start,
        GRADIENTS.map((row) => row[i]!),
        0.1,
        0.2,
      ),
    );
    expect(run(adamw({ learningRate: 0.1, weightDecay: 0.2 }))).toBeAllClose(expected);
  });

  test("does not decay biases", () => {
    const bias = tf.variable(tf.tensor1d([1]));
    const gradient = tf.tensor1d([1]);
    const optimizer = adamw({ learningRate: 0.01, weightDecay: 0.5 });
    optimizer.apply([{ variable: bias, gradient }], AT);
    expect(bias).toBeAllClose([0.99]);
    optimizer.dispose();
    tf.dispose([bias, gradient]);
  });

  test("names what is wrong", () => {
    expect(() => adamw({ learningRate: 1, weightDecay: -1 })).toThrow(
      /^adamw: weightDecay must be a finite number, at least 0, got -1$/,
    );
  });
});
