import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { gradientsOf, messageOf, valuesOf } from "./evaluate.ts";
import { randomRows } from "./rows.ts";

const logits = randomRows(1, 3, 5, 2);

/** What holds for every function of one batch of logits, with its options bound. */
export function itKeepsTheLogitsContract(
  name: string,
  call: (logits: tf.Tensor2D) => tf.Tensor,
  shapeOf: (batch: number, classes: number) => number[],
): void {
  it("gives a batch the values of its rows", () => {
    const together = valuesOf(() => call(tf.tensor2d(logits)));
    const alone = logits.flatMap((row) => valuesOf(() => call(tf.tensor2d([row]))));
    expect(together).toBeAllClose(alone, { rtol: 1e-6 });
  });

  it("ignores a constant added to a row", () => {
    const shifted = logits.map((row) => row.map((logit) => logit + 8));
    const values = valuesOf(() => call(tf.tensor2d(logits)));
    expect(valuesOf(() => call(tf.tensor2d(shifted)))).toBeAllClose(values, { rtol: 1e-5, atol: 1e-5 });
  });

  it("returns a float32 tensor of the promised shape, also for a batch of none", () => {
    tf.tidy(() => {
      const result = call(tf.tensor2d(logits));
      expect([result.shape, result.dtype]).toEqual([shapeOf(3, 5), "float32"]);
      expect(call(tf.zeros([0, 5])).shape).toEqual(shapeOf(0, 5));
    });
  });

  it("allocates one tensor, also while a gradient is taken, and leaves its argument alone", () => {
    const x = tf.tensor2d(logits);
    expect(() => call(x)).toAllocate(1);
    expect(() => tf.grad((input) => tf.sum(call(input as tf.Tensor2D)))(x)).toAllocate(1);
    expect(x.arraySync()).toEqual(logits);
    x.dispose();
  });

  it("says what is wrong with its argument, and allocates nothing when it throws", () => {
    const text = (value: unknown) => {
      expect(() => call(value as tf.Tensor2D)).toAllocate(0);
      return messageOf(() => call(value as tf.Tensor2D));
    };
    const [flat, single, integers] = [tf.zeros([4]), tf.zeros([4, 1]), tf.zeros([4, 2], "int32")];
    const twoClasses = `${name}: logits must have shape [batch, classes] with at least 2 classes`;
    expect(text(flat)).toBe(`${twoClasses}, got [4]`);
    expect(text(single)).toBe(`${twoClasses}, got [4, 1]`);
    expect(text(integers)).toBe(`${name}: logits must be a float32 tensor, got int32`);
    expect(text([[1, 2]])).toBe(`${name}: logits must be a float32 tensor, got an array of length 1`);
    expect(text(undefined)).toBe(`${name}: logits must be a float32 tensor, got undefined`);
    tf.dispose([flat, single, integers]);
  });

  it("does not hide a NaN", () => {
    const [first] = valuesOf(() => call(tf.tensor2d([[Number.NaN, 1]])));
    expect(first).toBeNaN();
  });

  it("refuses a second derivative instead of getting it wrong", () => {
    const inner = tf.grad((z) => tf.sum(tf.square(call(z as tf.Tensor2D))));
    const second = () => gradientsOf((z) => tf.square(inner(z)), logits);
    expect(messageOf(second)).toBe(`${name}: second derivatives are not available`);
  });
}
