import { distill } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import {
  input,
  type LayersModel,
  layers,
  model as modelOf,
  type SymbolicTensor,
  sequential,
} from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { foldBatchNorm, keepQuantised, quantiseWeights } from "../src/index.ts";
import { dataset, valuesOf } from "./support.ts";

/** A normalisation whose statistics and factors are not those of the start. */
const norm = (options: object = {}) =>
  layers.batchNormalization({
    ...{ gammaInitializer: "randomUniform", betaInitializer: "randomNormal" },
    ...{ movingMeanInitializer: "randomNormal", movingVarianceInitializer: "ones", ...options },
  });
const kinds = (model: LayersModel) => model.layers.map((layer) => layer.getClassName());
const answers = async (model: LayersModel, x: tf.Tensor) => [...(await (model.predict(x) as tf.Tensor).data())];

async function expectSameAnswers(model: LayersModel, folded: LayersModel, shape: number[]): Promise<void> {
  const x = tf.randomNormal(shape, 0, 1, "float32", 3);
  const wanted = await answers(model, x);
  for (const [at, value] of (await answers(folded, x)).entries()) expect(value).toBeCloseTo(wanted[at]!, 4);
  x.dispose();
}

describe("foldBatchNorm(model)", () => {
  test("by hand: w γ / √(σ² + ε), (b − μ) γ / √(σ² + ε) + β", async () => {
    const model = sequential({
      layers: [
        layers.dense({ units: 1, inputShape: [1], weights: [tf.tensor2d([[3]]), tf.tensor1d([5])] }),
        layers.batchNormalization({ epsilon: 1 }),
      ],
    });
    // γ, β, μ, σ²
    model.layers[1]!.setWeights([2, 7, 1, 3].map((value) => tf.tensor1d([value])));
    const folded = await foldBatchNorm(model);
    expect((await valuesOf(folded)).map(([value]) => value)).toEqual([3, 4 + 7]);
    for (const one of [model, folded]) one.dispose();
  });

  test("a Sequential answers as before, with and without bias, scale and centre", async () => {
    const model = sequential({
      layers: [
        layers.conv2d({ filters: 4, kernelSize: 3, useBias: false, inputShape: [6, 6, 2] }),
        norm(),
        layers.reLU(),
        layers.conv2d({ filters: 3, kernelSize: 2, biasInitializer: "randomNormal" }),
        norm({ scale: false }),
        layers.flatten(),
        layers.dense({ units: 5 }),
        norm({ center: false }),
        layers.dense({ units: 2 }),
      ],
    });
    const tensors = tf.memory().numTensors;
    const folded = await foldBatchNorm(model);
    expect(tf.memory().numTensors - tensors).toBe(folded.weights.length);
    expect(kinds(folded)).toEqual(["Conv2D", "ReLU", "Conv2D", "Flatten", "Dense", "Dense"]);
    await expectSameAnswers(model, folded, [3, 6, 6, 2]);
    for (const one of [model, folded]) one.dispose();
  });

  test("in a graph those that can be folded are, also at its end; others stay", async () => {
    const x = input({ shape: [5], name: "x" });
    const apply = (layer: InstanceType<typeof layers.Layer>, of: SymbolicTensor) => layer.apply(of) as SymbolicTensor;
    const shared = apply(layers.dense({ units: 4, name: "shared" }), x);
    const curved = apply(norm({ name: "stays_1" }), apply(layers.dense({ units: 4, activation: "tanh" }), x));
    const folded = apply(norm(), apply(layers.dense({ units: 4 }), x));
    const sum = layers
      .add()
      .apply([shared, apply(norm({ name: "stays_2" }), shared), curved, folded]) as SymbolicTensor;
    const model = modelOf({ inputs: x, outputs: apply(norm(), apply(layers.dense({ units: 3 }), sum)), name: "net" });
    const smaller = await foldBatchNorm(model);
    const left = smaller.layers.filter((layer) => layer.getClassName() === "BatchNormalization");
    expect(left.map(({ name }) => name).sort()).toEqual(["stays_1", "stays_2"]);
    await expectSameAnswers(model, smaller, [3, 5]);
    for (const one of [model, smaller]) one.dispose();
  });

  test("what is folded trains with quantised weights, and ends on their grid", async () => {
    const model = sequential({
      layers: [layers.dense({ units: 6, inputShape: [4] }), norm(), layers.reLU(), layers.dense({ units: 3 })],
    });
    const folded = await foldBatchNorm(model);
    const student = await quantiseWeights(folded, { bits: 4 });
    const plan = await keepQuantised(student, { bits: 4 });
    await distill(student, model, dataset, { temperature: 2, epochs: 2, seed: 1, batchSize: 4, plan });
    const again = await plan.weights(plan.variables, plan.variables, { step: 0 });
    for (const [at, values] of again.entries()) expect(await values.data()).toEqual(await plan.variables[at]!.data());
    tf.dispose([...again]);
    for (const one of [model, folded, student]) one.dispose();
  });

  test("copies a model without normalisations", async () => {
    const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
    const copy = await foldBatchNorm(model);
    expect(await valuesOf(copy)).toEqual(await valuesOf(model));
    expect(copy.weights[0]).not.toBe(model.weights[0]);
    for (const one of [model, copy]) one.dispose();
  });
});
