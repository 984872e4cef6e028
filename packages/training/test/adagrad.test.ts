import { createRandom } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { adagrad, exponentialDecay, type Optimizer } from "../src/index.ts";

const AT = { step: 0, totalSteps: 10, stepsPerEpoch: 5 };

/** The weights after one step for each row of gradients; frees what it made. */
function run(optimizer: Optimizer, start: readonly number[], gradients: readonly (readonly number[])[]): number[] {
  const variable = tf.tidy(() => tf.variable(tf.tensor1d([...start])));
  gradients.forEach((row, step) => {
    const gradient = tf.tensor1d([...row]);
    optimizer.apply([{ variable, gradient }], { ...AT, step });
    gradient.dispose();
  });
  const weights = [...variable.dataSync()];
  variable.dispose();
  optimizer.dispose();
  return weights;
}

describe("adagrad", () => {
  test("divides by the root of the sum of squares", () => {
    // s = 9, 25; 1 − 0.1·3/3 − 0.1·4/5. A gradient of 0 changes nothing, also in the first step.
    const weights = run(
      adagrad({ learningRate: 0.1 }),
      [1, 7],
      [
        [3, 0],
        [4, 0],
      ],
    );
    expect(weights).toBeAllClose([0.82, 7], { rtol: 1e-6 });
  });

  test("agrees with the published algorithm over random gradients, the sum taken afresh in every step", () => {
    const random = createRandom(5);
    for (let round = 0; round < 20; round++) {
      const [size, count, epsilon] = [1 + random.integer(5), 1 + random.integer(8), 10 ** -random.integer(8)];
      const draw = () => Array.from({ length: size }, () => random.normal() * 10 ** random.integer(3));
      const [start, gradients] = [draw(), Array.from({ length: count }, draw)];
      const expected = start.map((weight, i) =>
        gradients.reduce((sum, row, last) => {
          const squares = gradients.slice(0, last + 1).map((one) => one[i]! ** 2);
          return sum - (0.3 * row[i]!) / (Math.hypot(...squares.map(Math.sqrt)) + epsilon);
        }, weight),
      );
      expect(run(adagrad({ learningRate: 0.3, epsilon }), start, gradients)).toBeAllClose(expected, {
        rtol: 2e-6,
        atol: 2e-6,
      });
    }
  });

  test("learningRate may be a schedule; a rate of 0 changes nothing", () => {
    expect(run(adagrad({ learningRate: 0 }), [1, 2], [[3, -4]])).toEqual([1, 2]);
    const optimizer = adagrad({ learningRate: exponentialDecay(0.4, 0.5) });
    expect(optimizer.settings({ ...AT, step: 5 })).toEqual({ name: "adagrad", learningRate: 0.2, epsilon: 1e-10 });
    optimizer.dispose();
  });

  test("leaves gradients alone and allocates one slot per variable, once", () => {
    const [variable, gradient] = [tf.variable(tf.tensor1d([1, 2])), tf.tensor1d([0.5, 1])];
    const before = tf.memory().numTensors;
    const optimizer = adagrad({ learningRate: 0.1 });
    for (let step = 0; step < 3; step++) optimizer.apply([{ variable, gradient }], { ...AT, step });
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(gradient).toBeAllClose([0.5, 1]);
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([variable, gradient]);
  });

  test.each([
    [{ learningRate: -1 }, "adagrad: learningRate must be a finite number, at least 0, got -1"],
    [
      { learningRate: 1e39 },
      "adagrad: learningRate must be a finite number that float32 can hold, at least 0, got 1e+39",
    ],
    [{ learningRate: 1, epsilon: 0 }, "adagrad: epsilon must be a positive finite number, got 0"],
    [{ learningRate: 1, eps: 1 }, 'adagrad: options must have known names only (learningRate, epsilon), got "eps"'],
  ])("names what is wrong in %o", (options, message) => {
    expect(() => adagrad(options as never)).toThrow(message);
  });
});
