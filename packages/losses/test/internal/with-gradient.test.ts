import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { distillationLoss, softTargetCrossEntropy } from "../../src/index.ts";
import { constant } from "../../src/internal/constant.ts";
import { deferredGradient, withGradient } from "../../src/internal/with-gradient.ts";

/** Σ a · b per row, which counts how often its second gradient is worked out. */
function countedProduct() {
  let evaluations = 0;
  const call = (a: tf.Tensor, b: tf.Tensor) => {
    const deferred = deferredGradient("product", b, [a], (upstream, [first]) => {
      evaluations++;
      return tf.mul(first!, tf.expandDims(upstream, 1));
    });
    const product = {
      value: () => tf.sum<tf.Tensor1D>(tf.mul(a, b), 1),
      saved: [constant(() => tf.clone(b))],
      gradient: (upstream: tf.Tensor, [second]: readonly tf.Tensor[]) => tf.mul(second!, tf.expandDims(upstream, 1)),
    };
    return withGradient("product", a, product, [deferred]);
  };
  return { call, evaluations: () => evaluations };
}

describe("withGradient and deferredGradient", () => {
  it("work out the deferred gradient only when its argument is differentiated", () => {
    tf.tidy(() => {
      const { call, evaluations } = countedProduct();
      const [a, b] = [tf.tensor2d([[2, 3]]), tf.tensor2d([[5, 7]])];
      expect(
        tf
          .grad((x) => tf.sum(call(x, b)))(a)
          .arraySync(),
      ).toEqual([[5, 7]]);
      expect(evaluations()).toBe(0);
      expect(
        tf
          .grad((x) => tf.sum(call(a, x)))(b)
          .arraySync(),
      ).toEqual([[2, 3]]);
      expect(evaluations()).toBe(1);
      const both = tf.grads((x, y) => tf.sum(call(x, y)))([a, b]);
      expect(both.map((gradient) => gradient.arraySync())).toEqual([[[5, 7]], [[2, 3]]]);
    });
  });

  it("add up the gradients of an input that stands in both places", () => {
    tf.tidy(() => {
      const { call } = countedProduct();
      const gradient = tf.grad((x) => tf.sum(call(x, x)))(tf.tensor2d([[2, 3]]));
      expect(gradient.arraySync()).toEqual([[4, 6]]);
    });
  });

  it("are silent under tfjs's own test for leaks", () => {
    tf.env().set("IS_TEST", true);
    try {
      tf.tidy(() => {
        const [z, v] = [tf.tensor2d([[2, 3]]), tf.tensor2d([[5, 7]])];
        const labels = tf.tensor1d([1], "int32");
        const options = { temperature: 2, softWeight: 1, hardWeight: 1 };
        const total = (a: tf.Tensor, b: tf.Tensor) =>
          distillationLoss(a as tf.Tensor2D, { teacherLogits: b as tf.Tensor2D, labels }, options).total;
        expect(() => tf.grads((a, b) => tf.sum(total(a, b)))([z, v])).not.toThrow();
      });
    } finally {
      tf.env().set("IS_TEST", false);
    }
  });

  it("train variables, as an optimizer does", () => {
    const z = tf.variable(tf.tensor2d([[0, 0, 0]]));
    const teacherLogits = tf.tensor2d([[2, 0, 1]]);
    const optimizer = tf.train.sgd(0.5);
    const cost = () => tf.sum(softTargetCrossEntropy(z as tf.Tensor2D, teacherLogits, { temperature: 2 })) as tf.Scalar;
    for (let step = 0; step < 60; step++) optimizer.minimize(cost, false, [z]);
    const learnt = z.arraySync() as number[][];
    const mean = learnt[0]!.reduce((sum, logit) => sum + logit, 0) / 3;
    expect(learnt[0]!.map((logit) => logit - mean)).toBeAllClose([1, -1, 0], { atol: 1e-3 });
    optimizer.dispose();
    tf.dispose([z, teacherLogits]);
  });
});
