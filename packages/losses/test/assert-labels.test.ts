import { ArgumentError } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { assertLabels } from "../src/index.ts";

const check = async (labels: number[], classCount: number, options?: Parameters<typeof assertLabels>[2]) => {
  const tensor = tf.tensor1d(labels, "int32");
  try {
    await assertLabels(tensor, classCount, options);
  } finally {
    expect(tensor.isDisposed).toBe(false);
    tensor.dispose();
  }
};

describe("assertLabels(labels, classCount)", () => {
  it("accepts every class and −1", async () => {
    await check([0, 9, 5, -1], 10);
    await check([], 2);
  });

  it("names the row of the first label out of range", async () => {
    const text = "assertLabels: labels must be classes from 0 to 9, or -1 for none";
    await expect(check([9, 10, 11], 10)).rejects.toHaveProperty("message", `${text}, got 10 at row 1`);
    await expect(check([0, 0, -2], 10)).rejects.toHaveProperty("message", `${text}, got -2 at row 2`);
  });

  it("speaks of the argument and the function that the caller names", async () => {
    const failed = check([7], 3, { argument: "batch.labels", functionName: "distil" });
    await expect(failed).rejects.toHaveProperty(
      "message",
      "distil: batch.labels must be classes from 0 to 2, or -1 for none, got 7 at row 0",
    );
    await expect(failed).rejects.toBeInstanceOf(ArgumentError);
  });

  it("rejects labels of another dtype or shape, and a class count that is none", async () => {
    await expect(assertLabels(tf.tensor1d([0, 1]), 2)).rejects.toHaveProperty(
      "message",
      "assertLabels: labels must be an int32 tensor, got float32",
    );
    await expect(assertLabels(tf.zeros([2, 2], "int32") as unknown as tf.Tensor1D, 2)).rejects.toHaveProperty(
      "message",
      "assertLabels: labels must have shape [batch], got [2, 2]",
    );
    await expect(check([0], 1)).rejects.toHaveProperty(
      "message",
      "assertLabels: classCount must be an integer, at least 2, got 1",
    );
    await expect(check([0], 2.5)).rejects.toHaveProperty(
      "message",
      "assertLabels: classCount must be an integer, at least 2, got 2.5",
    );
  });
});
