import { ArgumentError } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { assertFiniteLogits } from "../src/index.ts";

const check = async (rows: number[][], options?: Parameters<typeof assertFiniteLogits>[1]) => {
  const logits = tf.tensor2d(rows);
  try {
    await assertFiniteLogits(logits, options);
  } finally {
    expect(logits.isDisposed).toBe(false);
    logits.dispose();
  }
};

describe("assertFiniteLogits(logits)", () => {
  it("accepts finite logits of any size, and single masked classes", async () => {
    await check([[1e30, -1e30, 0]]);
    await check([
      [0, -Infinity],
      [-Infinity, 0],
    ]);
    await assertFiniteLogits(tf.zeros([0, 2]));
  });

  it("names the row and the class of the first NaN or +∞", async () => {
    const text = "assertFiniteLogits: logits must hold no NaN and no +∞";
    await expect(
      check([
        [0, 1],
        [2, Number.NaN],
        [Infinity, 0],
      ]),
    ).rejects.toHaveProperty("message", `${text}, got NaN at row 1, class 1`);
    await expect(
      check([
        [0, 1, 2],
        [Infinity, 0, 0],
      ]),
    ).rejects.toHaveProperty("message", `${text}, got +∞ at row 1, class 0`);
    await expect(check([[-Infinity, Number.NaN]])).rejects.toHaveProperty(
      "message",
      `${text}, got NaN at row 0, class 1`,
    );
  });

  it("names a row in which every class is masked", async () => {
    await expect(
      check([
        [0, 0],
        [-Infinity, -Infinity],
      ]),
    ).rejects.toHaveProperty(
      "message",
      "assertFiniteLogits: logits must have a finite value in every row, got only −∞ in row 1",
    );
  });

  it("speaks of the argument and the function that the caller names", async () => {
    const failed = check([[Number.NaN, 0]], { argument: "teacherLogits", functionName: "distil" });
    await expect(failed).rejects.toHaveProperty(
      "message",
      "distil: teacherLogits must hold no NaN and no +∞, got NaN at row 0, class 0",
    );
    await expect(failed).rejects.toBeInstanceOf(ArgumentError);
  });

  it("rejects what is no batch of logits", async () => {
    await expect(assertFiniteLogits(tf.zeros([3]) as unknown as tf.Tensor2D)).rejects.toHaveProperty(
      "message",
      "assertFiniteLogits: logits must have shape [batch, classes] with at least 2 classes, got [3]",
    );
    await expect(assertFiniteLogits(tf.zeros([3, 2], "int32"), { argument: "z" })).rejects.toHaveProperty(
      "message",
      "assertFiniteLogits: z must be a float32 tensor, got int32",
    );
  });

  it("allocates nothing", async () => {
    const before = tf.memory().numTensors;
    await check([[1, 2]]);
    await expect(check([[1, Number.NaN]])).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });
});
