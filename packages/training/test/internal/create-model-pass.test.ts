import { selectBackend } from "@dark-knowledge/backend";
import { createDataset, type Dataset } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import {
  input,
  type LayersModel,
  layers,
  model as modelOf,
  type SymbolicTensor,
  sequential,
} from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, test } from "vitest";
import { predictLogits, sgd, type TrainingState, trainClassifier } from "../../src/index.ts";
import { checkpointsInMemory } from "../fixtures/checkpoints-in-memory.ts";

// Default recurrent layers need what selectBackend adds to tensors.
beforeAll(async () => {
  await selectBackend({ prefer: [process.env.TEST_BACKEND === "wasm" ? "wasm" : "cpu"] });
});

/** Sequences of four steps with three numbers each; the classes differ in the sign of the first number. */
function sequences(size: number): Dataset {
  const features = Float32Array.from({ length: size * 12 }, (_, at) => {
    const label = Math.floor(at / 12) % 2;
    return Math.sin(at * 1.7) + (at % 3 === 0 ? 2 * label - 1 : 0);
  });
  const labels = Int32Array.from({ length: size }, (_, row) => row % 2);
  return createDataset({ features, labels, exampleShape: [4, 3], classNames: ["minus", "plus"] });
}

const dataset = sequences(16);
const OPTIONS = { epochs: 2, seed: 1, batchSize: 8 };

const seeded = { kernelInitializer: "ones", recurrentInitializer: "zeros" } as const;
const inputShape = [4, 3];
const head = () => layers.dense({ units: 2, kernelInitializer: "ones" });

/** Models whose only randomness is that of training. */
const RANDOM: Record<string, () => LayersModel> = {
  "dropout with a seed of its own": () =>
    sequential({ layers: [layers.flatten({ inputShape }), layers.dropout({ rate: 0.4, seed: 7 }), head()] }),
  "the dropout of lstm": () =>
    sequential({
      layers: [layers.lstm({ units: 3, inputShape, dropout: 0.4, recurrentDropout: 0.3, ...seeded }), head()],
    }),
  "the dropout of gru": () =>
    sequential({
      layers: [layers.gru({ units: 3, inputShape, dropout: 0.4, recurrentDropout: 0.3, ...seeded }), head()],
    }),
  "the dropout of simpleRNN": () =>
    sequential({ layers: [layers.simpleRNN({ units: 3, inputShape, dropout: 0.4, ...seeded }), head()] }),
  "spatial dropout": () =>
    sequential({ layers: [layers.spatialDropout1d({ rate: 0.4, inputShape } as never), layers.flatten(), head()] }),
  "gaussian noise": () =>
    sequential({ layers: [layers.gaussianNoise({ stddev: 0.5, inputShape }), layers.flatten(), head()] }),
  "gaussian dropout": () =>
    sequential({ layers: [layers.gaussianDropout({ rate: 0.4, inputShape }), layers.flatten(), head()] }),
  "alpha dropout": () =>
    sequential({ layers: [layers.alphaDropout({ rate: 0.4, inputShape }), layers.flatten(), head()] }),
  "dropout in a nested model": () => {
    const nested = sequential({ layers: [layers.flatten({ inputShape }), layers.dropout({ rate: 0.4 })] });
    return sequential({ layers: [nested, head()] });
  },
  "dropout between branches": () => {
    const x = input({ shape: inputShape });
    const dropped = layers.dropout({ rate: 0.4 }).apply(x) as SymbolicTensor;
    const sum = layers.add().apply([x, dropped]) as SymbolicTensor;
    const flat = layers.flatten().apply(sum) as SymbolicTensor;
    return modelOf({ inputs: x, outputs: head().apply(flat) as SymbolicTensor });
  },
};

async function run(make: () => LayersModel, options: { seed?: number } = {}, from?: TrainingState) {
  const model = make();
  const checkpoints = checkpointsInMemory(from);
  try {
    const optimizer = sgd({ learningRate: 0.1 });
    const { epochs } = await trainClassifier(model, dataset, { ...OPTIONS, optimizer, checkpoints, ...options });
    const weights = await Promise.all(model.getWeights().map(async (weight) => [...(await weight.data())]));
    return { epochs, weights, states: checkpoints.states };
  } finally {
    model.dispose();
  }
}

describe.each(Object.keys(RANDOM))("%s", (name) => {
  test("repeats for the same seed, bit for bit, is resumed, and is another for another seed", async () => {
    const make = RANDOM[name]!;
    const { random } = Math;
    await run(make);
    const before = tf.memory().numTensors;
    const first = await run(make);
    expect(tf.memory().numTensors).toBe(before);
    const again = await run(make);
    expect(again.weights).toEqual(first.weights);
    expect(again.epochs).toEqual(first.epochs);
    expect((await run(make, {}, first.states[1])).weights).toEqual(first.weights);
    expect((await run(make, { seed: 2 })).weights).not.toEqual(first.weights);
    expect(Math.random).toBe(random);
  });
});

test("a function that draws its own numbers repeats, too, and has its Math.random back when it throws", async () => {
  const { random } = Math;
  async function trained(breaks = false) {
    const kernel = tf.tidy(() => tf.variable(tf.ones([12, 2])));
    const noisy = (x: tf.Tensor, { training }: { training: boolean }) => {
      if (training && breaks) throw new Error("broken");
      const flat = tf.reshape(x, [-1, 12]);
      const noise = training ? tf.add(flat, tf.randomNormal(flat.shape)) : flat;
      return tf.matMul(noise as tf.Tensor2D, kernel as unknown as tf.Tensor2D);
    };
    try {
      await trainClassifier(noisy, dataset, { ...OPTIONS, variables: [kernel] });
      return [...(await kernel.data())];
    } finally {
      kernel.dispose();
    }
  }
  const first = await trained();
  expect(await trained()).toEqual(first);
  await expect(trained(true)).rejects.toThrow("broken");
  expect(Math.random).toBe(random);
});

test("a layer's own seed is back after the run, and is not what its steps go by", async () => {
  const layer = layers.dropout({ rate: 0.5, seed: 7 });
  const seedNow = () => (layer as unknown as { seed: number }).seed;
  const model = sequential({ layers: [sequential({ layers: [layers.flatten({ inputShape }), layer] }), head()] });
  const seeds = new Set<number>();
  const { call } = layer;
  layer.call = (inputs, kwargs) => {
    if (kwargs.training) seeds.add(seedNow());
    return call.call(layer, inputs, kwargs);
  };
  await trainClassifier(model, dataset, OPTIONS);
  expect(seeds.size).toBe(4);
  expect(seedNow()).toBe(7);
  model.dispose();
});

describe("frozen batch normalisation", () => {
  const base = () =>
    sequential({
      layers: [
        layers.flatten({ inputShape }),
        layers.batchNormalization(),
        layers.dense({ units: 3, kernelInitializer: "ones" }),
      ],
    });
  const chain = () => {
    const model = sequential({
      layers: [
        layers.flatten({ inputShape }),
        layers.batchNormalization(),
        layers.dense({ units: 3, kernelInitializer: "ones" }),
        layers.batchNormalization(),
        head(),
      ],
    });
    model.layers[1]!.trainable = false;
    return model;
  };
  const nested = () => {
    const frozen = base();
    frozen.trainable = false;
    return sequential({ layers: [frozen, layers.batchNormalization(), head()] });
  };
  const functional = () => {
    const x = input({ shape: inputShape });
    const frozen = base();
    for (const layer of frozen.layers) layer.trainable = false;
    const between = frozen.apply(x) as SymbolicTensor;
    const normal = layers.batchNormalization().apply(between) as SymbolicTensor;
    return modelOf({ inputs: x, outputs: head().apply(normal) as SymbolicTensor });
  };

  test.each([
    ["a layer of a chain", chain],
    ["a frozen model in a chain", nested],
    ["frozen layers of a nested model", functional],
  ])("%s leaves its statistics alone, and others move theirs", async (_, make) => {
    const model = make();
    const moving = model.weights.filter(({ name }) => name.includes("moving"));
    expect(moving).toHaveLength(4);
    const values = async () => Promise.all(moving.map(async (weight) => [...(await weight.read().data())]));
    const before = await values();
    const isFrozen = moving.map((weight) => weight.shape[0] === 12);
    expect(isFrozen.filter(Boolean)).toHaveLength(2);
    await trainClassifier(model, dataset, OPTIONS);
    const after = await values();
    after.forEach((value, index) => {
      if (isFrozen[index]) expect(value).toEqual(before[index]);
      else expect(value).not.toEqual(before[index]);
    });
    model.dispose();
  });

  test("computes in training what it computes in inference", async () => {
    const layer = layers.batchNormalization({ trainable: false });
    const model = sequential({ layers: [layers.flatten({ inputShape }), layer, head()] });
    const before = (await predictLogits(model, dataset)).data;
    let seen: Float32Array | undefined;
    const loss = (z: tf.Tensor2D) => {
      seen = z.dataSync() as Float32Array;
      return tf.sum<tf.Tensor1D>(z, 1);
    };
    await trainClassifier(model, dataset, { epochs: 1, seed: 1, batchSize: 16, loss });
    expect([...seen!].map((value) => value.toFixed(4)).sort()).toEqual(
      [...before].map((value) => value.toFixed(4)).sort(),
    );
    expect("call" in layer && Object.hasOwn(layer, "call")).toBe(false);
    model.dispose();
  });
});
