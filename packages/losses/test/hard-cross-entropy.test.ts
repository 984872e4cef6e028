import { expectGradient, hardCrossEntropyOracle, type Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hardCrossEntropy, softTargetCrossEntropyFromProbs } from "../src/index.ts";
import { gradientsOf, messageOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

const withLabels = (labels: number[]) => (z: tf.Tensor2D) => hardCrossEntropy(z, tf.tensor1d(labels, "int32"));
const lossOf = (student: Rows, labels: number[]) => valuesOf(() => withLabels(labels)(tf.tensor2d(student)));
const { log } = Math;

describe("hardCrossEntropy(student, labels)", () => {
  it("is −log softmax(z) of the label, worked by hand", () => {
    // q = (¼, ¾), labels 0 and 1: log 4 and log(4/3).
    expect(
      lossOf(
        [
          [0, log(3)],
          [0, log(3)],
        ],
        [0, 1],
      ),
    ).toBeAllClose([log(4), log(4 / 3)]);
    // q = (1, 4, 5) tenths.
    expect(lossOf([[0, log(4), log(5)]], [2])).toBeAllClose([log(2)]);
  });

  it("agrees with a float64 oracle at every shape and spread, some labels missing", () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 0, max: 1000 }), ({ student }, start) => {
        const labels = student.map((row, index) => ((start + 3 * index) % (row.length + 1)) - 1);
        const expected = hardCrossEntropyOracle(student, labels);
        expect(lossOf(student, labels)).toBeAllClose(expected, { rtol: 2e-6, atol: 1e-6 });
      }),
      FIXED,
    );
  });

  it("has the exact gradient, also among rows without a label", () => {
    const labels = [4, -1, 0];
    expectGradient(withLabels(labels), [randomRows(3, 3, 5, 3)], {
      oracle: (student) => hardCrossEntropyOracle(student!, labels),
    });
  });

  it("has the gradient q − oneHot", () => {
    expect(gradientsOf(withLabels([1]), [[0, log(3)]])[0]).toBeAllClose([[0.25, -0.25]]);
  });

  it("gives a row whose label is −1 a loss and a gradient of exactly 0", () => {
    expect(
      lossOf(
        [
          [1, 2, 3],
          [0, 0, 0],
        ],
        [-1, -1],
      ),
    ).toEqual([0, 0]);
    const [gradient] = gradientsOf(withLabels([-1, 2]), [
      [1e4, -1e4, 3],
      [0, 0, 0],
    ]);
    expect(gradient!.map((row) => row.map(Math.abs))).toBeAllClose([
      [0, 0, 0],
      [1 / 3, 1 / 3, 2 / 3],
    ]);
    expect(gradient![0]!.every((cell) => cell === 0)).toBe(true);
  });

  it("is softTargetCrossEntropyFromProbs with one-hot probabilities at T = 1", () => {
    const z = tf.tensor2d(randomRows(5, 3, 4, 2));
    const oneHot = tf.tensor2d([
      [0, 1, 0, 0],
      [0, 0, 0, 1],
      [1, 0, 0, 0],
    ]);
    const soft = valuesOf(() => softTargetCrossEntropyFromProbs(z, oneHot, { temperature: 1 }));
    expect(valuesOf(() => withLabels([1, 3, 0])(z))).toEqual(soft);
    tf.dispose([z, oneHot]);
  });

  it("stays finite for logits of ±1e4, value and gradient", () => {
    expect(lossOf([[1e4, -1e4, 0]], [1])).toEqual([2e4]);
    expect(lossOf([[1e4, -1e4, 0]], [0])).toEqual([0]);
    expect(gradientsOf(withLabels([1]), [[1e4, -1e4, 0]])[0]).toEqual([[1, -1, 0]]);
  });

  it("leaves out a masked class, and is +∞ where the label itself is masked", () => {
    expect(lossOf([[0, -Infinity, log(3)]], [2])).toBeAllClose([log(4 / 3)]);
    expect(gradientsOf(withLabels([2]), [[0, -Infinity, log(3)]])[0]).toBeAllClose([[0.25, 0, -0.25]]);
    expect(
      lossOf(
        [
          [0, -Infinity, 1],
          [0, -Infinity, 1],
        ],
        [1, -1],
      ),
    ).toEqual([Infinity, 0]);
  });

  it("does not hide a NaN", () => {
    expect(lossOf([[0, Number.NaN]], [0])).toEqual([Number.NaN]);
  });

  it("allocates one tensor, also while a gradient is taken, and leaves its arguments alone", () => {
    const student = randomRows(6, 2, 3);
    const [z, labels] = [tf.tensor2d(student), tf.tensor1d([2, -1], "int32")];
    expect(() => hardCrossEntropy(z, labels)).toAllocate(1);
    expect(() => tf.grad((a) => tf.sum(hardCrossEntropy(a as tf.Tensor2D, labels)))(z)).toAllocate(1);
    expect([z.arraySync(), labels.arraySync()]).toEqual([student, [2, -1]]);
    tf.dispose([z, labels]);
  });

  it("says what is wrong with its arguments, and allocates nothing when it throws", () => {
    const z = tf.zeros([3, 4]) as tf.Tensor2D;
    const tensors = {
      floats: tf.tensor1d([0, 1, 2]),
      short: tf.tensor1d([0, 1], "int32"),
      oneHot: tf.zeros([3, 4], "int32") as unknown as tf.Tensor1D,
      flat: tf.zeros([4]) as unknown as tf.Tensor2D,
    };
    const text = (a: tf.Tensor2D, labels: unknown) => {
      expect(() => hardCrossEntropy(a, labels as tf.Tensor1D)).toAllocate(0);
      return messageOf(() => hardCrossEntropy(a, labels as tf.Tensor1D));
    };
    expect(text(z, tensors.floats)).toBe("hardCrossEntropy: labels must be an int32 tensor, got float32");
    expect(text(z, [0, 1, 2])).toBe("hardCrossEntropy: labels must be an int32 tensor, got an array of length 3");
    const perRow = "hardCrossEntropy: labels must have shape [3] (as the rows of studentLogits)";
    expect(text(z, tensors.short)).toBe(`${perRow}, got [2]`);
    expect(text(z, tensors.oneHot)).toBe(`${perRow}, got [3, 4]`);
    expect(text(tensors.flat, tensors.short)).toBe(
      "hardCrossEntropy: studentLogits must have shape [batch, classes] with at least 2 classes, got [4]",
    );
    tf.dispose([z, tensors.floats, tensors.short, tensors.oneHot, tensors.flat]);
  });

  it("refuses a second derivative instead of getting it wrong", () => {
    const inner = tf.grad((z) => tf.sum(withLabels([1])(z as tf.Tensor2D)));
    const second = () => gradientsOf((z) => tf.square(inner(z)), [[1, 2]]);
    expect(messageOf(second)).toBe("hardCrossEntropy: second derivatives are not available");
  });
});
