import { createHash } from "node:crypto";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { fingerprintWeights } from "../src/index.ts";

test("fingerprintWeights is the SHA-256 of types, shapes and bytes in order", async () => {
  const weights = [tf.tensor2d([[1, 2]]), tf.tensor1d([-0.5])];
  const expected = createHash("sha256")
    .update("float32[1,2]")
    .update(new Uint8Array(Float32Array.of(1, 2).buffer))
    .update("float32[1]")
    .update(new Uint8Array(Float32Array.of(-0.5).buffer))
    .digest("hex");
  expect(await fingerprintWeights(weights)).toBe(expected);
  tf.dispose(weights);
});

test("fingerprintWeights differs for another value, shape or order", async () => {
  const lists = [
    [tf.tensor1d([1, 2]), tf.tensor1d([3])],
    [tf.tensor1d([1, 2]), tf.tensor1d([3.0000002])],
    [tf.tensor2d([[1, 2]]), tf.tensor1d([3])],
    [tf.tensor1d([3]), tf.tensor1d([1, 2])],
    [],
  ];
  const prints = await Promise.all(lists.map(fingerprintWeights));
  expect(new Set(prints).size).toBe(lists.length);
  tf.dispose(lists);
});
