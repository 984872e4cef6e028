import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { relationalDistance } from "../src/index.ts";
import { valuesOf } from "./support/evaluate.ts";
import { itSaysWhatIsWrong } from "./support/feature-contract.ts";

describe("relationalDistance(studentFeatures, teacherFeatures)", () => {
  it("compares distances over their mean by Huber's loss, worked by hand", () => {
    // Student 1, 1, 2 over 4/3; teacher 1, 8, 9 over 6: differences 3/4 − 1/6, 3/4 − 4/3, 3/2 − 3/2.
    const call = () => relationalDistance(tf.tensor2d([[0], [1], [2]]), tf.tensor2d([[0], [1], [9]]));
    const pair = (7 / 12) ** 2 / 2;
    expect(valuesOf(call)).toBeAllClose([pair / 2, (pair + pair) / 2, pair / 2], { rtol: 1e-4, atol: 1e-6 });
  });

  it("ignores a shift and a rotation of either space", () => {
    const rows = tf.tensor2d([
      [0, 1],
      [2, 5],
      [3, 3],
    ]);
    const turned = tf.tensor2d([
      [-1 + 7, 0],
      [-5 + 7, 2],
      [-3 + 7, 3],
    ]);
    expect(valuesOf(() => relationalDistance(rows, turned))).toBeAllClose([0, 0, 0], { atol: 1e-6 });
    tf.dispose([rows, turned]);
  });

  const embeddings = "must have shape [batch, features] with at least 2 examples";
  itSaysWhatIsWrong(relationalDistance as never, [
    [
      [4, 3],
      [3, 2],
      "relationalDistance: teacherFeatures must have shape [4, 2] (as the examples of studentFeatures), got [3, 2]",
    ],
    [[1, 3], [1, 3], `relationalDistance: studentFeatures ${embeddings}, got [1, 3]`],
    [[4, 3], [4], `relationalDistance: teacherFeatures ${embeddings}, got [4]`],
    [[4, 3, 1], [4, 3], `relationalDistance: studentFeatures ${embeddings}, got [4, 3, 1]`],
  ]);
});
