import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { attentionTransfer } from "../src/index.ts";
import { valuesOf } from "./support/evaluate.ts";
import { itSaysWhatIsWrong } from "./support/feature-contract.ts";

describe("attentionTransfer(studentFeatures, teacherFeatures)", () => {
  it("is half the distance of the normalised maps, worked by hand", () => {
    // Maps (9 + 16, 0) and (9, 16): (1, 0) and (9, 16) / √337.
    const student = tf.tensor3d([
      [
        [3, 4],
        [0, 0],
      ],
    ]);
    const teacher = tf.tensor3d([[[-3], [4]]]);
    const norm = Math.sqrt(337);
    const expected = 0.5 * Math.hypot(1 - 9 / norm, 16 / norm);
    expect(valuesOf(() => attentionTransfer(student, teacher))).toBeAllClose([expected]);
    tf.dispose([student, teacher]);
  });

  it("does not mind the order of the channels, nor their signs", () => {
    const student = tf.tensor3d([
      [
        [1, 2],
        [3, 4],
      ],
    ]);
    const turned = tf.tensor3d([
      [
        [-2, 1],
        [4, -3],
      ],
    ]);
    expect(valuesOf(() => attentionTransfer(student, turned))).toEqual([0]);
    tf.dispose([student, turned]);
  });

  it("gives a batch the values of its rows, also of images", () => {
    const [student, teacher] = [
      tf.randomNormal([3, 2, 2, 3], 0, 1, "float32", 1),
      tf.randomNormal([3, 2, 2, 5], 0, 1, "float32", 2),
    ];
    const together = valuesOf(() => attentionTransfer(student, teacher));
    const alone = [0, 1, 2].flatMap((row) =>
      valuesOf(() => attentionTransfer(tf.slice(student, row, 1), tf.slice(teacher, row, 1))),
    );
    expect(together).toBeAllClose(alone);
    tf.dispose([student, teacher]);
  });

  const places = "attentionTransfer: teacherFeatures must have shape";
  itSaysWhatIsWrong(attentionTransfer, [
    [[4, 3, 3, 2], [4, 3, 2, 2], `${places} [4, 3, 3, 2] (as studentFeatures), got [4, 3, 2, 2]`],
    [[4, 3, 3, 2], [2, 3, 3, 7], `${places} [4, 3, 3, 7] (as studentFeatures), got [2, 3, 3, 7]`],
    [[4, 3, 2], [4, 3], `${places} [4, 3, 2] (as studentFeatures), got [4, 3]`],
    [[4, 3], [4, 3], "attentionTransfer: studentFeatures must have shape [batch, …places, channels], got [4, 3]"],
  ]);
});
