import { createDataset } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { predictSpecialistProbs } from "../src/index.ts";

const dataset = createDataset({
  features: Float32Array.of(1, 0, 0, 0, 0, 1),
  labels: Int32Array.of(2, -1, 0),
  exampleShape: [2],
  classNames: ["a", "b", "c", "d"],
});

/** Logits (x₀, x₁, 0) for the classes 2 and 0, and the dustbin. */
function tinySpecialist() {
  const model = sequential({ layers: [layers.dense({ inputShape: [2], units: 3 })] });
  tf.tidy(() => model.setWeights([tf.tensor2d([1, 0, 0, 0, 1, 0], [2, 3]), tf.tensor1d([0, 0, 0])]));
  return { model, specialist: { classes: [2, 0], classCount: 4 }, oversampling: 3 };
}

describe("predictSpecialistProbs(trained, dataset)", () => {
  test("gives corrected probabilities, the dustbin last and counted as often as it is rarer", async () => {
    const trained = tinySpecialist();
    const before = tf.memory().numTensors;
    const { rows, columns, data } = await predictSpecialistProbs(trained, dataset, { batchSize: 2 });
    expect([rows, columns]).toEqual([3, 3]);
    // (e, 1, 3) / (e + 4), (1, 1, 3) / 5, (1, e, 3) / (e + 4).
    const sum = Math.E + 4;
    const expected = [Math.E / sum, 1 / sum, 3 / sum, 0.2, 0.2, 0.6, 1 / sum, Math.E / sum, 3 / sum];
    expected.forEach((value, at) => {
      expect(data[at]).toBeCloseTo(value, 6);
    });
    expect(tf.memory().numTensors).toBe(before);
    trained.model.dispose();
  });

  test("refuses a model of another number of outputs, and an oversampling that is none", async () => {
    const trained = tinySpecialist();
    const wider = { ...trained, specialist: { classes: [2, 0, 1], classCount: 4 } };
    await expect(predictSpecialistProbs(wider, dataset)).rejects.toThrow(
      "predictSpecialistProbs: model must give 4 logits for each example (the classes of the dataset), got an output of shape [3]",
    );
    await expect(predictSpecialistProbs({ ...trained, oversampling: 0 }, dataset)).rejects.toThrow(
      "specialistProbs: oversampling must be a positive finite number, got 0",
    );
    trained.model.dispose();
  });
});
