import { selectRows } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { createMlp, predictLogits } from "../src/index.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const dataset = twoClasses(10, 1);
/** Logits that tell the example: its first two pixels, 0 to 255. */
const firstPixels = (features: tf.Tensor) => tf.mul(tf.slice(tf.reshape(features, [-1, 4]), [0, 0], [-1, 2]), 255);

describe("predictLogits(classifier, dataset)", () => {
  test("gives one row per position of the dataset, whatever the batch size", async () => {
    const view = selectRows(dataset, [7, 0, 3]);
    const expected = [7, 0, 3].flatMap((row) =>
      Array.from(dataset.columns.features!.values.subarray(row * 4, row * 4 + 2)),
    );
    for (const batchSize of [1, 2, 512]) {
      const logits = await predictLogits(firstPixels, view, { batchSize });
      expect([logits.rows, logits.columns]).toEqual([3, 2]);
      expect(logits.data).toBeAllClose(expected);
    }
  });

  test("reports progress and leaves no tensor behind", async () => {
    const seen: [number, number][] = [];
    const before = tf.memory().numTensors;
    await predictLogits(firstPixels, dataset, { batchSize: 4, onProgress: (done, total) => seen.push([done, total]) });
    expect(seen).toEqual([
      [4, 10],
      [8, 10],
      [10, 10],
    ]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test("runs a model in inference mode", async () => {
    const model = createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [8], classCount: 2, dropout: 0.9, seed: 1 });
    const [first, second] = [await predictLogits(model, dataset), await predictLogits(model, dataset)];
    expect(first.data).toEqual(second.data);
    model.dispose();
  });

  test("reshapes images for a model of flat inputs", async () => {
    const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [4] })] });
    expect((await predictLogits(model, dataset)).rows).toBe(10);
    model.dispose();
  });

  test("stops when aborted, with the signal's reason", async () => {
    const reason = new Error("enough");
    await expect(predictLogits(firstPixels, dataset, { signal: { aborted: true, reason } })).rejects.toBe(reason);
    await expect(predictLogits(firstPixels, dataset, { signal: { aborted: true } })).rejects.toThrow(
      /^predictLogits: aborted$/,
    );
  });

  test("names what is wrong and leaves no tensor behind", async () => {
    const before = tf.memory().numTensors;
    const rejection = (classifier: never) => expect(predictLogits(classifier, dataset)).rejects;
    await rejection(((features: tf.Tensor) => tf.mul(firstPixels(features), Number.NaN)) as never).toThrow(
      /^predictLogits: classifier must give finite logits, got NaN for class 0 of example 0$/,
    );
    await rejection(((features: tf.Tensor) => tf.reshape(features, [-1, 4])) as never).toThrow(
      /^predictLogits: classifier must give logits of shape \[10, 2\] \(examples and classes of the dataset\), got \[10, 4\]$/,
    );
    await rejection(3 as never).toThrow(
      /^predictLogits: classifier must be a LayersModel or a function from features to logits, got 3$/,
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  test("refuses a model that ends in a softmax, and one of another input size", async () => {
    const softmax = sequential({ layers: [layers.dense({ units: 2, inputShape: [4], activation: "softmax" })] });
    await expect(predictLogits(softmax, dataset)).rejects.toThrow(
      /^predictLogits: classifier must give logits, not probabilities .+, got a softmax at its end \(layer .+\)$/,
    );
    const wide = sequential({ layers: [layers.dense({ units: 2, inputShape: [5] })] });
    await expect(predictLogits(wide, dataset)).rejects.toThrow(
      /^predictLogits: classifier must take examples of shape \[2, 2, 1\] \(as the dataset\), got an input of shape \[5\]$/,
    );
    softmax.dispose();
    wide.dispose();
  });
});
