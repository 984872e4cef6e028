import * as tf from "@tensorflow/tfjs-core";
import {
  model as graph,
  input,
  type LayersModel,
  layers,
  type SymbolicTensor,
  sequential,
} from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { type PruneUnitsOptions, pruneUnits } from "../src/index.ts";
import { valuesOf } from "./support.ts";

type Layer = LayersModel["layers"][number];

/** Random weights, positive variances included. */
function randomise(model: LayersModel): LayersModel {
  tf.tidy(() => {
    model.setWeights(
      model.getWeights().map(({ shape }, index) => tf.randomUniform(shape, 0.1, 1, "float32", index + 1)),
    );
    model.setWeights(
      model.weights.map((weight, index) =>
        weight.originalName.endsWith("kernel")
          ? tf.randomNormal(weight.shape as number[], 0, 1, "float32", index + 1)
          : tf.clone(weight.read()),
      ),
    );
  });
  return model;
}

/** Sums of the magnitudes of each unit's incoming weights, the last axis that of the units. */
const sizesOf = (kernel: ArrayLike<number>, units: number) =>
  Array.from({ length: units }, (_, unit) =>
    Array.from(kernel).reduce((sum, value, at) => sum + (at % units === unit ? Math.abs(value) : 0), 0),
  );

/**
 * The answers of a model of which nothing was removed, but where units are multiplied by 0 behind their layer's activation and
 * everything that treats them one by one, which is the same.
 */
function answersWithout(model: LayersModel, x: tf.Tensor, gone: ReadonlyMap<string, readonly number[]>): tf.Tensor {
  let mask: number[] | undefined;
  let y = x;
  for (const layer of model.layers) {
    const isProducer = ["Dense", "Conv2D"].includes(layer.getClassName());
    if (isProducer && mask !== undefined) y = tf.mul(y, tf.tensor1d(mask));
    if (layer.getClassName() === "Flatten" && mask !== undefined) {
      y = tf.mul(y, tf.tensor1d(mask));
      mask = undefined;
    }
    y = layer.apply(y) as tf.Tensor;
    const removed = gone.get(layer.name);
    if (isProducer) {
      mask = removed && Array.from({ length: y.shape.at(-1)! }, (_, unit) => (removed.includes(unit) ? 0 : 1));
    }
  }
  return y;
}

async function expectSameAnswers(
  model: LayersModel,
  sparsity: PruneUnitsOptions["sparsity"],
  hidden: readonly Layer[],
) {
  const smaller = await pruneUnits(model, { sparsity });
  const gone = new Map<string, number[]>();
  for (const layer of hidden) {
    const kernel = layer.weights[0]!;
    const sizes = sizesOf(await kernel.read().data(), kernel.shape.at(-1)!);
    const share = typeof sparsity === "number" ? sparsity : (sparsity[layer.name] ?? 0);
    const count = Math.min(sizes.length - 1, Math.round(share * sizes.length));
    const order = sizes.map((_, unit) => unit).sort((one, other) => sizes[one]! - sizes[other]!);
    gone.set(layer.name, order.slice(0, count));
    expect(smaller.getLayer(layer.name).weights[0]!.shape.at(-1)).toBe(sizes.length - count);
  }
  const x = tf.randomNormal([5, ...(model.inputs[0]!.shape.slice(1) as number[])], 0, 1, "float32", 9);
  const [expected, actual] = [answersWithout(model, x, gone), smaller.predict(x) as tf.Tensor];
  expect(await actual.data()).toBeAllClose(await expected.data(), { rtol: 1e-4, atol: 1e-5 });
  model.dispose();
  smaller.dispose();
}

describe("pruneUnits(model, { sparsity })", () => {
  test("by hand", async () => {
    const model = sequential({
      layers: [
        layers.dense({
          units: 3,
          inputShape: [2],
          weights: [
            tf.tensor2d([
              [1, -3, 2],
              [1, 0, -2],
            ]),
            tf.tensor1d([7, 8, 9]),
          ],
        }),
        layers.dense({ units: 1, weights: [tf.tensor2d([[4], [5], [6]]), tf.tensor1d([10])] }),
      ],
    });
    // Sums 2, 3 and 4.
    const smaller = await pruneUnits(model, { sparsity: 1 / 3 });
    expect((await valuesOf(smaller)).map((values) => [...values])).toEqual([[-3, 2, 0, -2], [8, 9], [5, 6], [10]]);
    expect(smaller.weights.map(({ shape }) => shape)).toEqual([[2, 2], [2], [2, 1], [1]]);
    // One is left in any case.
    const smallest = await pruneUnits(model, { sparsity: 0.99 });
    expect((await valuesOf(smallest)).map((values) => [...values])).toEqual([[2, -2], [9], [6], [10]]);
    for (const one of [model, smaller, smallest]) one.dispose();
  });

  test("answers as the model does without what comes from these units: dense layers, batch normalisation, dropout", async () => {
    const hidden = [9, 7].map((units, index) =>
      layers.dense({
        units,
        name: `hidden_${index}`,
        activation: index ? "tanh" : "linear",
        useBias: index === 1,
        ...(index ? {} : { inputShape: [6] }),
      }),
    );
    const norm = layers.batchNormalization();
    const model = sequential({
      layers: [hidden[0]!, norm, layers.reLU(), layers.dropout({ rate: 0.5 }), hidden[1]!, layers.dense({ units: 4 })],
    });
    await expectSameAnswers(randomise(model), 0.4, hidden);
  });

  test("convolutions with pooling and flattening, of which one is left alone", async () => {
    const hidden = [
      layers.conv2d({ filters: 5, kernelSize: 3, activation: "relu", inputShape: [8, 8, 2], name: "edges" }),
      layers.conv2d({ filters: 6, kernelSize: 2, padding: "same", name: "parts" }),
      layers.dense({ units: 8, activation: "relu", name: "dense" }),
    ];
    const model = sequential({
      layers: [
        ...[
          hidden[0]!,
          layers.maxPooling2d({ poolSize: 2 }),
          hidden[1]!,
          layers.batchNormalization(),
          layers.flatten(),
        ],
        ...[hidden[2]!, layers.dense({ units: 3 })],
      ],
    });
    await expectSameAnswers(randomise(model), { edges: 0.4, parts: 0.5 }, hidden);
  });

  test("changes nothing of the model, and allocates the smaller one's weights", async () => {
    const model = randomise(
      sequential({ layers: [layers.dense({ units: 4, inputShape: [3] }), layers.dense({ units: 2 })] }),
    );
    const [before, tensors] = [await valuesOf(model), tf.memory().numTensors];
    const smaller = await pruneUnits(model, { sparsity: 0.5 });
    expect(tf.memory().numTensors).toBe(tensors + 4);
    smaller.dispose();
    expect(await valuesOf(model)).toEqual(before);
    model.dispose();
  });
});

describe("wrong arguments of pruneUnits", () => {
  const dense = (units: number, name: string, options = {}) =>
    layers.dense({ units, name, inputShape: [3], ...options });
  const x = input({ shape: [3] });
  const notAChain = graph({ inputs: x, outputs: layers.dense({ units: 1 }).apply(x) as SymbolicTensor });
  test.each<[string, () => LayersModel, object, string]>([
    ["a graph", () => notAChain, { sparsity: 0.5 }, "model must be a Sequential, got Model"],
    [
      "a layer of another kind",
      () => sequential({ layers: [layers.repeatVector({ n: 2, inputShape: [3], name: "twice" }), dense(2, "logits")] }),
      { sparsity: 0.5 },
      "model must have dense layers, convolutions, and what treats units one by one, got RepeatVector (layer twice)",
    ],
    [
      "a softmax inside",
      () => sequential({ layers: [dense(2, "odd", { activation: "softmax" }), dense(2, "end")] }),
      { sparsity: 0.5 },
      "model must have no softmax inside, got layer odd",
    ],
    [
      "the output layer",
      () => sequential({ layers: [dense(2, "hidden"), dense(2, "logits_1")] }),
      { sparsity: { logits_1: 0.5 } },
      'sparsity must name hidden layers of units or filters (hidden), got "logits_1"',
    ],
    [
      "no share",
      () => sequential({ layers: [dense(2, "only")] }),
      {},
      "sparsity must be a finite number, at least 0 and below 1, got undefined",
    ],
  ])("%s", async (_, create, options, message) => {
    await expect(pruneUnits(create(), options as PruneUnitsOptions)).rejects.toThrow(`pruneUnits: ${message}`);
  });
});
