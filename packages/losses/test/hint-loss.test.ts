import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { hintLoss } from "../src/index.ts";
import { valuesOf } from "./support/evaluate.ts";
import { itSaysWhatIsWrong } from "./support/feature-contract.ts";

describe("hintLoss(studentFeatures, teacherFeatures)", () => {
  it("is half the squared distance, summed over all features, worked by hand", () => {
    // ½ (2² + 3²), ½ · 1
    expect(
      valuesOf(() =>
        hintLoss(
          tf.tensor2d([
            [1, 2, 3],
            [0, 0, 1],
          ]),
          tf.tensor2d([
            [1, 0, 0],
            [0, 0, 0],
          ]),
        ),
      ),
    ).toEqual([6.5, 0.5]);
  });

  it("does not mind how the features are arranged", () => {
    const values = valuesOf(() => hintLoss(tf.ones([2, 2, 3, 4]), tf.zeros([2, 2, 3, 4])));
    expect(values).toEqual([12, 12]);
  });

  it("gives a batch the values of its rows", () => {
    expect(valuesOf(() => hintLoss(tf.tensor2d([[3]]), tf.tensor2d([[1]])))).toEqual([2]);
    expect(valuesOf(() => hintLoss(tf.tensor2d([[9], [3]]), tf.tensor2d([[9], [1]])))).toEqual([0, 2]);
  });

  itSaysWhatIsWrong(hintLoss, [
    [[4, 3], [4, 2], "hintLoss: teacherFeatures must have shape [4, 3] (as studentFeatures), got [4, 2]"],
    [[4, 3], [1, 3], "hintLoss: teacherFeatures must have shape [4, 3] (as studentFeatures), got [1, 3]"],
    [[4], [4], "hintLoss: studentFeatures must have shape [batch, …], got [4]"],
  ]);
});
