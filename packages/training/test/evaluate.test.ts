import { labelsOf, withoutLabels } from "@dark-knowledge/datasets";
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
