import { createDataset, labelsOf, withoutLabels } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { evaluate, evaluateLogits, predictLogits } from "../src/index.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const dataset = twoClasses(20, 2);
/** Right about every example: the sums of the upper and of the lower pixels. */
const oracle = (features: tf.Tensor) => tf.sum(tf.reshape(features, [-1, 2, 2]), 2);

test("evaluate(classifier, dataset) is evaluateLogits of predictLogits", async () => {
  const evaluation = await evaluate(oracle, dataset);
  expect(evaluation).toEqual(evaluateLogits(await predictLogits(oracle, dataset), labelsOf(dataset)));
  expect(evaluation.errors).toBe(0);
  expect((await evaluate((features) => tf.neg(oracle(features)), dataset)).errors).toBe(20);
});

test("evaluate names what is wrong", async () => {
  await expect(evaluate(oracle, withoutLabels(dataset))).rejects.toThrow(
    /^evaluate: dataset must have at least one labelled example, got labels that are all -1$/,
  );
  await expect(evaluate((features) => tf.reshape(features, [-1, 4]), dataset)).rejects.toThrow(
    /^evaluate: classifier must give logits of shape \[20, 2\] \(examples and classes of the dataset\), got \[20, 4\]$/,
  );
});

test("evaluate takes 50,000 classes, whose square would be 10 GB of counts", async () => {
  const classes = 50_000;
  const labels = Int32Array.of(0, 49_999, 7, 7);
  const many = createDataset({
    features: Float32Array.from(labels),
    labels,
    exampleShape: [1],
    classNames: Array.from({ length: classes }, (_, index) => String(index)),
  });
  // The number itself, but one too many for 7.
  const wrongAbout7 = (features: tf.Tensor) => {
    const numbers = tf.cast(tf.reshape(features, [-1]), "int32");
    const answers = tf.add(numbers, tf.cast(tf.equal(numbers, 7), "int32"));
    return tf.mul(tf.oneHot(answers, classes), 20);
  };
  const { errors, nll, confusion } = await evaluate(wrongAbout7, many, { batchSize: 3 });
  expect(errors).toBe(2);
  expect(nll).toBeCloseTo(10 + Math.log(1 + (classes - 1) * Math.exp(-20)), 4);
  expect(confusion).toEqual({
    classes,
    labels: Int32Array.of(0, 7, 49_999),
    predicted: Int32Array.of(0, 8, 49_999),
    counts: Int32Array.of(1, 2, 1),
  });
});
