import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { distillationLoss, hardCrossEntropy, softTargetCrossEntropy, weightedLosses } from "../src/index.ts";
import { gradientsOf, messageOf, valuesOf } from "./support/evaluate.ts";
import { randomRows } from "./support/rows.ts";

const doubled = { name: "doubled", weight: 0.5, loss: (x: tf.Tensor1D): tf.Tensor1D => tf.mul(x, 2) };
const squared = { name: "squared", weight: 3, loss: (x: tf.Tensor1D): tf.Tensor1D => tf.square(x) };
const infinite = { name: "infinite", weight: 0, loss: (x: tf.Tensor1D): tf.Tensor1D => tf.div(x, 0) };

describe("weightedLosses(list)", () => {
  it("adds up weighted terms and reports each, worked by hand", () => {
    tf.tidy(() => {
      const { total, terms } = weightedLosses([doubled, squared])(tf.tensor1d([1, 3]));
      expect(Object.keys(terms)).toEqual(["doubled", "squared"]);
      expect(terms.doubled).toBeAllClose([2, 6]);
      expect(terms.squared).toBeAllClose([1, 9]);
      // ½ · 2 + 3 · 1, ½ · 6 + 3 · 9
      expect(total).toBeAllClose([4, 30]);
    });
  });

  it("leaves a term of weight 0 out of the total, even an infinite one, but reports it", () => {
    tf.tidy(() => {
      const { total, terms } = weightedLosses([doubled, infinite])(tf.tensor1d([1, 3]));
      expect(total).toBeAllClose([1, 3]);
      expect(terms.infinite).toBeAllClose([Infinity, Infinity]);
    });
  });

  it("is distillationLoss when its terms are, value and gradient", () => {
    const [student, teacher] = [randomRows(1, 3, 4, 2), randomRows(2, 3, 4, 2)];
    const options = { temperature: 4, softWeight: 0.9, hardWeight: 0.1 };
    const labels = tf.tensor1d([0, -1, 3], "int32");
    interface Inputs {
      readonly z: tf.Tensor2D;
      readonly v: tf.Tensor2D;
    }
    const list = weightedLosses<Inputs>([
      { name: "soft", weight: 0.9, loss: ({ z, v }) => softTargetCrossEntropy(z, v, options) },
      { name: "hard", weight: 0.1, loss: ({ z }) => hardCrossEntropy(z, labels) },
    ]);
    const ours = (z: tf.Tensor2D, v: tf.Tensor2D) => list({ z, v }).total;
    const theirs = (z: tf.Tensor2D, v: tf.Tensor2D) => distillationLoss(z, { teacherLogits: v, labels }, options).total;
    const both = [ours, theirs].map((call) => ({
      values: valuesOf(() => call(tf.tensor2d(student), tf.tensor2d(teacher))),
      gradients: gradientsOf(call, student, teacher),
    }));
    expect(both[0]!.values).toBeAllClose(both[1]!.values);
    both[0]!.gradients.forEach((gradient, index) => {
      expect(gradient).toBeAllClose(both[1]!.gradients[index]!, { rtol: 1e-5, atol: 1e-6 });
    });
    labels.dispose();
  });

  it("allocates the total and its terms, and nothing when a term fails", () => {
    const x = tf.tensor1d([1, 3]);
    expect(() => weightedLosses([doubled, squared])(x)).toAllocate(3);
    const failing = {
      name: "failing",
      weight: 1,
      loss: (): tf.Tensor1D => {
        throw new Error("no");
      },
    };
    expect(() => weightedLosses([doubled, failing])(x)).toAllocate(0);
    expect(() => tf.grad((a) => tf.sum(weightedLosses([doubled, squared])(a as tf.Tensor1D).total))(x)).toAllocate(1);
    expect(x.arraySync()).toEqual([1, 3]);
    x.dispose();
  });

  it("keeps its list when the caller's changes", () => {
    const list = [{ ...doubled }];
    const loss = weightedLosses(list);
    list.push(squared);
    expect(valuesOf(() => loss(tf.tensor1d([1])).total)).toEqual([1]);
  });

  it("refuses a list that is none, and terms without a name, a weight or a loss of their own", () => {
    const text = (list: unknown) => messageOf(() => weightedLosses(list as never));
    expect(text([])).toBe("weightedLosses: list must be an array of terms, got an array of length 0");
    expect(text(undefined)).toBe("weightedLosses: list must be an array of terms, got undefined");
    expect(text([doubled, doubled])).toBe('weightedLosses: list[1].name must be a name of its own, got "doubled"');
    expect(text([{ ...doubled, name: "" }])).toBe('weightedLosses: list[0].name must be a name of its own, got ""');
    expect(text([{ ...doubled, weight: -1 }])).toBe(
      "weightedLosses: the weight of doubled must be a finite number, at least 0, got -1",
    );
    expect(text([infinite])).toBe("weightedLosses: list must have a weight above 0, got only 0");
    expect(text([{ ...doubled, loss: 3 }])).toBe("weightedLosses: the loss of doubled must be a function, got 3");
  });

  it("refuses values that are not one per example", () => {
    const text = (loss: (x: tf.Tensor1D) => unknown) =>
      tf.tidy(() =>
        messageOf(() =>
          weightedLosses([doubled, { name: "other", weight: 1, loss: loss as never }])(tf.tensor1d([1, 3])),
        ),
      );
    const expected = "weightedLosses: the value of other must be a tensor of shape [2] (as doubled)";
    expect(text((x) => tf.sum(x))).toBe(`${expected}, got []`);
    expect(text(() => tf.zeros([3]))).toBe(`${expected}, got [3]`);
    expect(text(() => 4)).toBe(`${expected}, got 4`);
    const first = () =>
      weightedLosses([{ name: "mean", weight: 1, loss: (): tf.Tensor1D => tf.scalar(1) as never }])(0);
    expect(messageOf(first)).toBe("weightedLosses: the value of mean must be a tensor of shape [batch], got []");
  });
});
