import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { adam, type CentredLayer, centreInputs, type Optimizer, sgd } from "../src/index.ts";

const MEAN = Float32Array.of(0.5, 2, 0.25);
let layer: CentredLayer;
let other: tf.Variable;
let inputs: tf.Tensor2D;

beforeEach(() => {
  layer = {
    kernel: tf.variable(
      tf.tensor2d([
        [0.5, -1],
        [0.25, 0.5],
        [-0.5, 1],
      ]),
    ),
    bias: tf.variable(tf.tensor1d([0.125, -0.25])),
    mean: MEAN,
  };
  other = tf.variable(tf.tensor2d([[1], [-0.5]]));
  inputs = tf.tensor2d([
    [1, 2, 0],
    [0, 3, 0.5],
    [0.5, 1, 0.25],
  ]);
});
afterEach(() => tf.dispose([layer.kernel, layer.bias, other, inputs]));

const output = (x: tf.Tensor2D, kernel: tf.Tensor, bias: tf.Tensor) =>
  tf.matMul<tf.Tensor2D>(
    tf.tanh(tf.add(tf.matMul<tf.Tensor2D>(x, kernel as tf.Tensor2D), bias)),
    other as unknown as tf.Tensor2D,
  );

/** Steps of an optimizer on the mean square of the output. */
function train(optimizer: Optimizer, x: tf.Tensor2D, kernel: tf.Variable, bias: tf.Variable, steps: number): void {
  for (let step = 0; step < steps; step++) {
    tf.tidy(() => {
      const { grads } = tf.variableGrads(
        () => tf.mean(tf.square(output(x, kernel, bias))) as tf.Scalar,
        [kernel, bias, other],
      );
      const gradients = [kernel, bias, other].map((variable) => ({ variable, gradient: grads[variable.name]! }));
      optimizer.apply(gradients, { step, totalSteps: steps, stepsPerEpoch: 1 });
    });
  }
}

describe("centreInputs(optimizer, layer)", () => {
  test.each<[string, () => Optimizer]>([
    ["sgd", () => sgd({ learningRate: 0.1 })],
    ["sgd with Nesterov's momentum", () => sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true })],
    ["adam", () => adam({ learningRate: 0.01 })],
  ])("trains with %s the same net as on inputs less their mean", (_, create) => {
    const { kernel, bias, mean } = layer;
    // The other way: a net on inputs that the mean was taken off, which starts as the same function.
    const twin = tf.tidy(() => ({
      kernel: tf.variable(tf.clone(kernel)),
      bias: tf.variable(
        tf.add(bias, tf.reshape(tf.matMul<tf.Tensor2D>([mean], kernel as unknown as tf.Tensor2D), [2])),
      ),
    }));
    const before = other.clone();
    const reference = create();
    train(reference, tf.sub(inputs, mean), twin.kernel, twin.bias, 20);
    const expected = output(tf.sub(inputs, mean), twin.kernel, twin.bias);
    const expectedOther = other.clone();
    other.assign(before);

    const optimizer = centreInputs(create(), layer);
    train(optimizer, inputs, kernel, bias, 20);
    expect(kernel).toBeAllClose(twin.kernel, { atol: 1e-5 });
    expect(other).toBeAllClose(expectedOther, { atol: 1e-5 });
    expect(output(inputs, kernel, bias)).toBeAllClose(expected, { atol: 1e-5 });
    for (const one of [reference, optimizer]) one.dispose();
    tf.dispose([twin.kernel, twin.bias, before, expected, expectedOther]);
  });

  test("is the inner optimizer where the mean is zero", () => {
    const { kernel, bias } = layer;
    const start = [kernel.clone(), bias.clone(), other.clone()] as const;
    const plain = sgd({ learningRate: 0.1, momentum: 0.5 });
    train(plain, inputs, kernel, bias, 5);
    const expected = [kernel.clone(), bias.clone()] as const;
    [kernel, bias, other].forEach((variable, index) => {
      variable.assign(start[index]!);
    });
    const optimizer = centreInputs(sgd({ learningRate: 0.1, momentum: 0.5 }), {
      kernel,
      bias,
      mean: new Float32Array(3),
    });
    train(optimizer, inputs, kernel, bias, 5);
    expect(kernel).toBeAllClose(expected[0]);
    expect(bias).toBeAllClose(expected[1]);
    for (const one of [plain, optimizer]) one.dispose();
    tf.dispose([...start, ...expected]);
  });

  test("leaves steps alone that have no gradient for one of the two", () => {
    const { kernel } = layer;
    const before = kernel.clone();
    const optimizer = centreInputs(sgd({ learningRate: 1 }), layer);
    const gradient = tf.ones([3, 2]);
    optimizer.apply([{ variable: kernel, gradient }], { step: 0, totalSteps: 1, stepsPerEpoch: 1 });
    const expected = tf.sub(before, 1);
    expect(kernel).toBeAllClose(expected);
    optimizer.dispose();
    tf.dispose([before, gradient, expected]);
  });

  test("remembers and restores what the inner optimizer does, and says what it is", async () => {
    const { kernel, bias } = layer;
    const optimizer = centreInputs(sgd({ learningRate: 0.1, momentum: 0.5 }), layer);
    const at = { step: 0, totalSteps: 1, stepsPerEpoch: 1 };
    expect(optimizer.settings(at)).toEqual({
      ...{ name: "sgd", learningRate: 0.1, momentum: 0.5, nesterov: false, weightDecay: 0 },
      centredInputs: 3,
    });
    expect(optimizer.learningRate(at)).toBe(0.1);
    train(optimizer, inputs, kernel, bias, 2);
    const memory = await optimizer.memory([kernel, bias]);
    const weights = [kernel.clone(), bias.clone(), other.clone()] as const;
    train(optimizer, inputs, kernel, bias, 1);
    const expected = [kernel.clone(), bias.clone()] as const;

    const resumed = centreInputs(sgd({ learningRate: 0.1, momentum: 0.5 }), layer);
    resumed.restore([kernel, bias], memory);
    [kernel, bias, other].forEach((variable, index) => {
      variable.assign(weights[index]!);
    });
    train(resumed, inputs, kernel, bias, 1);
    expect(Array.from(kernel.dataSync())).toEqual(Array.from(expected[0].dataSync()));
    expect(Array.from(bias.dataSync())).toEqual(Array.from(expected[1].dataSync()));
    for (const one of [optimizer, resumed]) one.dispose();
    tf.dispose([...weights, ...expected]);
  });

  test("allocates nothing that dispose does not free, within a tidy too", () => {
    const { kernel, bias } = layer;
    expect(() => {
      const made: Optimizer[] = [];
      tf.tidy(() => {
        made.push(centreInputs(sgd({ learningRate: 0.1, momentum: 0.5 }), layer));
      });
      const optimizer = made[0]!;
      train(optimizer, inputs, kernel, bias, 2);
      optimizer.dispose();
    }).toAllocate(0);
  });

  test("names what is wrong", () => {
    const { kernel, bias } = layer;
    const inner = sgd({ learningRate: 1 });
    expect(() => centreInputs(inner, { kernel: bias, bias, mean: MEAN })).toThrow(
      /^centreInputs: kernel must have shape \[inputs, units\], got \[2\]$/,
    );
    expect(() => centreInputs(inner, { kernel, bias: kernel, mean: MEAN })).toThrow(
      /^centreInputs: bias must have shape \[2\], got \[3,2\]$/,
    );
    expect(() => centreInputs(inner, { kernel, bias, mean: new Float32Array(2) })).toThrow(
      /^centreInputs: mean must have a value for each of 3 inputs, got 2$/,
    );
  });
});
