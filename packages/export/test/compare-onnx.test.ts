import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import * as runtime from "onnxruntime-web";
import { expect, test } from "vitest";
import { compareOnnx } from "../src/compare-onnx.ts";
import { exportOnnx } from "../src/export-onnx.ts";

/** `y = x · [[1, 0], [0, 1 + more]]`. */
function scaled(more: number) {
  const kernel = tf.tensor2d([1, 0, 0, 1 + more], [2, 2]);
  return sequential({ layers: [layers.dense({ units: 2, inputShape: [2], useBias: false, weights: [kernel] })] });
}

test("compareOnnx measures how far another model's file is away, in batches", async () => {
  const [own, other] = [scaled(0), scaled(0.5)];
  const examples = tf.tensor2d([4, 1, 4, 3, 8, 4, 1, 4, 3, 1], [5, 2]);
  const bytes = await exportOnnx(other);
  const before = tf.memory().numTensors;
  // Of the second and third example: 3 and 4 become 4.5 and 6, the former more than 4.
  const compared = await compareOnnx(own, bytes, examples, { runtime, batchSize: 2 });
  expect(compared).toEqual({ examples: 5, largestDifference: 2, relativeDifference: 0.25, agreeing: 4 });
  expect(tf.memory().numTensors).toBe(before);
  const exact = { examples: 5, largestDifference: 0, relativeDifference: 0, agreeing: 5 };
  expect(await compareOnnx(own, await exportOnnx(own), examples, { runtime })).toEqual(exact);
});

test("compareOnnx says what does not fit", async () => {
  const model = scaled(0);
  const bytes = await exportOnnx(model);
  await expect(compareOnnx(model, bytes, tf.ones([2, 3]), { runtime })).rejects.toThrow(
    "compareOnnx: examples must have shape [any, 2], got [2, 3]",
  );
  await expect(compareOnnx(model, bytes, tf.ones([0, 2]), { runtime })).rejects.toThrow(
    "compareOnnx: examples must have shape [any, 2], got [0, 2]",
  );
  await expect(compareOnnx(model, bytes.slice(5), tf.ones([2, 2]), { runtime })).rejects.toThrow(
    /^compareOnnx: the runtime cannot load the file: /,
  );
});
