import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { expect, test } from "vitest";
import { SOFT_LOSSES, softLossOf } from "../../src/nets/soft-losses.ts";

test.each(SOFT_LOSSES.filter((name) => name !== "distillation"))(
  "%s falls where the student goes to the teacher",
  (name) => {
    const [teacher, student] = [
      tf.tensor2d([
        [3, 1, -2],
        [0, 4, 1],
      ]),
      tf.tensor2d([
        [-1, 1, 0],
        [2, 0, 1],
      ]),
    ];
    const labels = tf.tensor1d([0, 1], "int32");
    const at = (part: number) => {
      const logits = tf.add(tf.mul(student, 1 - part), tf.mul(teacher, part)) as tf.Tensor2D;
      const loss = softLossOf(name)!(logits, teacher, { labels, temperature: 2 });
      expect(loss.shape).toEqual([2]);
      return tf.mean(loss).dataSync()[0]!;
    };
    const values = [0, 0.25, 0.5, 0.75, 1].map(at);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(values.every(Number.isFinite)).toBe(true);
  },
);

test("distillation is left to training, which knows it", () => {
  expect(softLossOf("distillation")).toBeUndefined();
});
