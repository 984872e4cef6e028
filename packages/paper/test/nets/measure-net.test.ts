import { createDataset, scale, type Targets, withTargetScale } from "@dark-knowledge/datasets";
import { createMlp, predictLogits } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { measureNet } from "../../src/nets/measure-net.ts";

const { signal } = new AbortController();

/** Measures a net that answers x and −x to the numbers 1, −2 and 3. */
async function measure(targets: Targets) {
  const stored = createDataset({ columns: { x: { values: Float32Array.of(1, -2, 3), shape: [1] } }, targets });
  const dataset = targets.kind === "numbers" ? withTargetScale(stored, scale({ divide: 10 })) : stored;
  const model = createMlp({ exampleShape: [1], hiddenUnits: [], classCount: 2, seed: 1 });
  model.setWeights([tf.tensor2d([1, -1], [1, 2]), tf.zeros([2])]);
  const logits = await predictLogits(model, dataset);
  const { figures, confusion } = await measureNet(model, { logits, outsideLogits: undefined }, dataset, { signal });
  model.dispose();
  return { figures, confusion };
}

test("each task has its own figures", async () => {
  const classNames = ["plus", "minus"];
  const classes = await measure({ kind: "classes", labels: Int32Array.of(0, 1, 1), classNames });
  expect(classes.figures).toMatchObject({ errors: 1, nll: expect.any(Number), calibrationError: expect.any(Number) });
  expect(classes.confusion).toEqual([
    [1, 0],
    [1, 1],
  ]);
  const labels = Int8Array.of(1, 0, 0, 1, 1, 1);
  const several = await measure({ kind: "several-classes", labels, classNames });
  // Five of six labels are right: three true positives and one false negative. The last "minus" comes after a "plus".
  expect(several.figures).toMatchObject({
    microF1: expect.closeTo(6 / 7, 12),
    macroF1: expect.closeTo((1 + 2 / 3) / 2, 12),
    meanAveragePrecision: expect.closeTo((1 + 5 / 6) / 2, 12),
  });
  expect(several).toHaveProperty("confusion", undefined);
  // On the scale of the targets the net answers 1, −1; −2, 2; 3, −3: ten times that in their unit.
  const values = Float32Array.of(10, -10, -20, 20, 30, -36);
  const numbers = await measure({ kind: "numbers", names: ["x", "y"], values });
  expect(numbers.figures.rmse).toBeCloseTo(Math.sqrt(6), 4);
  expect(numbers.figures.mae).toBeCloseTo(1, 4);
  expect(Object.keys(numbers.figures)).toEqual(["rmse", "mae", "r2"]);
});
