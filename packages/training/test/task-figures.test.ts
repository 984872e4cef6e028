import { createDataset } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { evaluate, evaluateMultiLabel, taskFigures } from "../src/index.ts";

const columns = { x: { values: Float32Array.of(3, -1, -2, 1, 0.5, 2), shape: [2] } };
const itself = (x: tf.Tensor) => tf.clone(x);

test("of a class each: errors and likelihood", async () => {
  const dataset = createDataset({
    columns,
    targets: { kind: "classes", classNames: ["a", "b"], labels: Int32Array.of(0, 1, 0) },
  });
  const { nll, calibration } = await evaluate(itself, dataset);
  // The third row says b.
  expect(await taskFigures(itself, dataset)).toEqual({
    ...{ examples: 3, errors: 1, accuracy: 2 / 3, nll, calibrationError: calibration.error },
  });
});

test("of several classes: counts over examples times classes", async () => {
  const labels = Int8Array.of(1, 0, 0, 1, 0, 1);
  const dataset = createDataset({ columns, targets: { kind: "several-classes", classNames: ["a", "b"], labels } });
  const { microF1, macroF1, meanAveragePrecision, nll, calibration } = await evaluateMultiLabel(itself, dataset);
  expect(await taskFigures(itself, dataset)).toEqual({
    ...{ labels: 6, errors: 1, microF1, macroF1, meanAveragePrecision, nll, calibrationError: calibration.error },
  });
});

test("of numbers: errors in their unit", async () => {
  const values = Float32Array.of(3, -1, -2, 1, 0.5, 4);
  const dataset = createDataset({ columns, targets: { kind: "numbers", names: ["y", "z"], values } });
  const { numbers, rmse, mae } = await taskFigures(itself, dataset);
  // One error of 2 in six numbers.
  expect([numbers, mae]).toEqual([6, 1 / 3]);
  expect(rmse).toBeCloseTo(Math.sqrt(4 / 6), 12);
});

test("what is no dataset is refused by name", async () => {
  await expect(taskFigures(itself, 3 as never)).rejects.toThrow(/^taskFigures: dataset must be /);
});
