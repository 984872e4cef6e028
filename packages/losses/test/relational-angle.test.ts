import { relationalAngleOracle } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { relationalAngle } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { itSaysWhatIsWrong } from "./support/feature-contract.ts";

describe("relationalAngle(studentFeatures, teacherFeatures)", () => {
  it("compares the cosines at each example by Huber's loss, worked by hand", () => {
    // A line against an equilateral triangle: cosines 1, −1, 1 against ½ each. −1 − ½ is beyond 1: 1.5 − ½.
    const triangle = [
      [-1, 0],
      [1, 0],
      [0, Math.sqrt(3)],
    ];
    const call = () => relationalAngle(tf.tensor2d([[0], [1], [5]]), tf.tensor2d(triangle));
    expect(valuesOf(call)).toBeAllClose([0.125, 1, 0.125], { rtol: 1e-5 });
  });

  it("counts the same example twice as no angle", () => {
    const rows = [
      [0, 0],
      [0, 0],
      [1, 0],
      [0, 1],
    ];
    const other = [
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
    ];
    expect(valuesOf(() => relationalAngle(tf.tensor2d(rows), tf.tensor2d(rows)))).toEqual([0, 0, 0, 0]);
    expect(valuesOf(() => relationalAngle(tf.tensor2d(rows), tf.tensor2d(other)))).toBeAllClose(
      relationalAngleOracle(rows, other),
      { atol: 1e-6 },
    );
    expect(gradientsOf(relationalAngle, rows, other).flat(2).every(Number.isFinite)).toBe(true);
  });

  const embeddings = "must have shape [batch, features] with at least 3 examples";
  itSaysWhatIsWrong(relationalAngle as never, [
    [
      [4, 3],
      [3, 2],
      "relationalAngle: teacherFeatures must have shape [4, 2] (as the examples of studentFeatures), got [3, 2]",
    ],
    [[2, 3], [2, 3], `relationalAngle: studentFeatures ${embeddings}, got [2, 3]`],
    [[4, 3], [4], `relationalAngle: teacherFeatures ${embeddings}, got [4]`],
  ]);
});
