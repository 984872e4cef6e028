import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { binaryCrossEntropy } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";

const { log } = Math;
const lossOf = (z: number[][], labels: number[][]) =>
  valuesOf(() => binaryCrossEntropy(tf.tensor2d(z), tf.tensor2d(labels, undefined, "int32")));

describe("binaryCrossEntropy(student, labels)", () => {
  it("is −log σ(z) of what is there and −log(1 − σ(z)) of what is not, worked by hand", () => {
    // σ(log 3) = ¾: −log ¾ − log ¼, and −log ½ in the second row.
    expect(
      lossOf(
        [
          [log(3), log(3)],
          [0, 7],
        ],
        [
          [1, 0],
          [0, -1],
        ],
      ),
    ).toBeAllClose([-log(3 / 4) - log(1 / 4), log(2)]);
  });

  it("has the gradient σ(z) − y, of small ones with all digits", () => {
    const call = (z: tf.Tensor2D) => binaryCrossEntropy(z, tf.tensor2d([[1, 0, -1]], undefined, "int32"));
    // 1 − σ(20) = σ(−20) = 2.0611536e-9, which 1 less a float32 would lose.
    const [[[is, isNot, unknown]]] = gradientsOf(call, [[20, -20, 20]]) as [[[number, number, number]]];
    expect([is, isNot]).toBeAllClose([-2.0611536e-9, 2.0611536e-9], { rtol: 1e-6, atol: 0 });
    expect(unknown).toBe(0);
  });

  it("takes a class with a logit of −∞ for one that is never there", () => {
    expect(lossOf([[-Infinity, 0]], [[0, 1]])).toBeAllClose([log(2)]);
    expect(lossOf([[-Infinity, 0]], [[-1, 1]])).toBeAllClose([log(2)]);
    expect(lossOf([[-Infinity, 0]], [[1, 1]])).toEqual([Infinity]);
    const call = (z: tf.Tensor2D) => binaryCrossEntropy(z, tf.tensor2d([[1, 1]], undefined, "int32"));
    expect(gradientsOf(call, [[-Infinity, 0]])).toEqual([[[-1, -0.5]]]);
  });

  it("counts a label that is neither 1 nor 0 as not known", () => {
    expect(lossOf([[3, 0]], [[7, 1]])).toBeAllClose([log(2)]);
  });
});
