import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { exponentialDecay, type Optimizer, sgd } from "../src/index.ts";

const AT = { step: 0, totalSteps: 10, stepsPerEpoch: 5 };
let variable: tf.Variable;
let gradient: tf.Tensor;

beforeEach(() => {
  variable = tf.variable(tf.tensor2d([[1, -2]]));
  gradient = tf.tensor2d([[0.5, 1]]);
});
afterEach(() => tf.dispose([variable, gradient]));

function steps(optimizer: Optimizer, count: number): void {
  for (let step = 0; step < count; step++) optimizer.apply([{ variable, gradient }], { ...AT, step });
}

describe("sgd", () => {
  test("without momentum is w − η·g", () => {
    steps(sgd({ learningRate: 0.1 }), 2);
    // 1 − 2·0.1·0.5, −2 − 2·0.1·1
    expect(variable).toBeAllClose([[0.9, -2.2]]);
  });

  test("with momentum keeps a velocity: v ← m·v + g, w ← w − η·v", () => {
    const optimizer = sgd({ learningRate: 0.1, momentum: 0.5 });
    steps(optimizer, 3);
    // For g = 1 the velocities are 1, 1.5, 1.75: their sum is 4.25.
    expect(variable).toBeAllClose([[1 - 0.1 * 4.25 * 0.5, -2 - 0.1 * 4.25]]);
    optimizer.dispose();
  });

  test("with nesterov steps along g + m·v", () => {
    const optimizer = sgd({ learningRate: 0.1, momentum: 0.5, nesterov: true });
    steps(optimizer, 2);
    // v = 1, 1.5; g + m·v = 1.5, 1.75; sum 3.25
    expect(variable).toBeAllClose([[1 - 0.1 * 3.25 * 0.5, -2 - 0.1 * 3.25]]);
    optimizer.dispose();
  });

  test("weightDecay adds to the gradient of matrices, not of biases", () => {
    const bias = tf.variable(tf.tensor1d([4]));
    const slope = tf.tensor1d([1]);
    sgd({ learningRate: 0.1, weightDecay: 0.5 }).apply(
      [
        { variable, gradient },
        { variable: bias, gradient: slope },
      ],
      AT,
    );
    // 1 − 0.1·(0.5 + 0.5·1), −2 − 0.1·(1 + 0.5·(−2)); bias 4 − 0.1
    expect(variable).toBeAllClose([[0.9, -2]]);
    expect(bias).toBeAllClose([3.9]);
    tf.dispose([bias, slope]);
  });

  test("learningRate and momentum may be schedules", () => {
    const optimizer = sgd({ learningRate: exponentialDecay(0.4, 0.5), momentum: ({ step }) => (step === 0 ? 0 : 1) });
    expect(optimizer.learningRate({ ...AT, step: 5 })).toBe(0.2);
    optimizer.apply([{ variable, gradient }], { ...AT, step: 0 });
    optimizer.apply([{ variable, gradient }], { ...AT, step: 5 });
    // velocities 1 and 2 (times g), rates 0.4 and 0.2: 0.8·g in all
    expect(variable).toBeAllClose([[1 - 0.8 * 0.5, -2 - 0.8]]);
    optimizer.dispose();
  });

  test("remembers each variable for itself, also when one has no gradient in a step", () => {
    const other = tf.variable(tf.tensor2d([[0, 0]]));
    const optimizer = sgd({ learningRate: 1, momentum: 0.5 });
    optimizer.apply(
      [
        { variable, gradient },
        { variable: other, gradient },
      ],
      AT,
    );
    optimizer.apply([{ variable: other, gradient }], AT);
    optimizer.apply(
      [
        { variable: other, gradient },
        { variable, gradient },
      ],
      AT,
    );
    expect(variable).toBeAllClose([[1 - 2.5 * 0.5, -2 - 2.5]]);
    expect(other).toBeAllClose([[-4.25 * 0.5, -4.25]]);
    optimizer.dispose();
    other.dispose();
  });

  test("leaves gradients alone and allocates one slot per variable, once", () => {
    const before = tf.memory().numTensors;
    const optimizer = sgd({ learningRate: 0.1, momentum: 0.9 });
    steps(optimizer, 5);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(gradient).toBeAllClose([[0.5, 1]]);
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test("names what is wrong", () => {
    expect(() => sgd({ learningRate: -1 })).toThrow(/^sgd: learningRate must be a finite number, at least 0, got -1$/);
    expect(() => sgd({ learningRate: "0.1" as never })).toThrow(
      /^sgd: learningRate must be a number or a function of the training step, got "0.1"$/,
    );
    expect(() => sgd({ learningRate: 1e300 })).toThrow(
      /^sgd: learningRate must be a finite number that float32 can hold, at least 0, got 1e\+300$/,
    );
    expect(() => sgd({ learningRate: 1, momentum: 1 })).toThrow(
      /^sgd: momentum must be a finite number, at least 0 and below 1, got 1$/,
    );
    expect(() => sgd({ learningRate: 1, weightDecay: -1 })).toThrow(
      /^sgd: weightDecay must be a finite number, at least 0, got -1$/,
    );
    expect(() => sgd({ learningRate: 1, nesterov: true })).toThrow(
      /^sgd: momentum must be above 0 with nesterov, got 0$/,
    );
  });

  test("gives its velocities out and takes them back", async () => {
    const other = tf.variable(tf.scalar(1));
    const optimizer = sgd({ learningRate: 0.1, momentum: 0.5 });
    steps(optimizer, 2);
    // g + m·g with g = (0.5, 1).
    const memory = [{}, { velocity: Float32Array.of(0.75, 1.5) }];
    expect(await optimizer.memory([other, variable])).toEqual(memory);
    steps(optimizer, 1);
    optimizer.restore([other, variable], memory);
    expect(await optimizer.memory([other, variable])).toEqual(memory);
    optimizer.dispose();
    const plain = sgd({ learningRate: 0.1 });
    steps(plain, 1);
    expect(await plain.memory([variable])).toEqual([{}]);
    other.dispose();
  });

  test("tells its settings at a point", () => {
    const optimizer = sgd({ learningRate: exponentialDecay(8, 0.5), momentum: 0.9, nesterov: true, weightDecay: 1e-4 });
    expect(optimizer.settings({ ...AT, step: 5 })).toEqual({
      name: "sgd",
      learningRate: 4,
      momentum: 0.9,
      nesterov: true,
      weightDecay: 1e-4,
    });
  });
});
