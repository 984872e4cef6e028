import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { similarityPreserving } from "../src/index.ts";
import { valuesOf } from "./support/evaluate.ts";
import { itSaysWhatIsWrong } from "./support/feature-contract.ts";

describe("similarityPreserving(studentFeatures, teacherFeatures)", () => {
  it("compares the normalised rows of the similarities, worked by hand", () => {
    // Gram rows (1, 1), (1, 1) and (9, 0), (0, 1): ½ ((√½ − 1)² + ½) each.
    const call = () =>
      similarityPreserving(
        tf.tensor2d([[1], [1]]),
        tf.tensor2d([
          [3, 0],
          [0, 1],
        ]),
      );
    const expected = 0.5 * ((Math.SQRT1_2 - 1) ** 2 + 0.5);
    expect(valuesOf(call)).toBeAllClose([expected, expected]);
  });

  it("takes features of any arrangement, and ignores a rotation", () => {
    const rows = tf.tensor2d([
      [0, 1],
      [2, 5],
      [3, 3],
    ]);
    const turned = tf.tensor4d([-1, 0, -5, 2, -3, 3], [3, 1, 2, 1]);
    expect(valuesOf(() => similarityPreserving(rows, turned))).toBeAllClose([0, 0, 0], { atol: 1e-6 });
    tf.dispose([rows, turned]);
  });

  itSaysWhatIsWrong(similarityPreserving, [
    [
      [4, 3],
      [3, 2, 2],
      "similarityPreserving: teacherFeatures must have shape [4, 2, 2] (as the examples of studentFeatures), got [3, 2, 2]",
    ],
    [[4], [4, 2], "similarityPreserving: studentFeatures must have shape [batch, …], got [4]"],
    [[4, 2], [4], "similarityPreserving: teacherFeatures must have shape [batch, …], got [4]"],
  ]);
});
