import { createRandom } from "@dark-knowledge/core";
import { createDataset } from "@dark-knowledge/datasets";
import { adam, createMlp, distill } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { keepQuantised, packModel, quantiseActivations, quantiseWeights, unpackModel } from "../src/index.ts";
import { FakeQuantise } from "../src/internal/fake-quantise.ts";

const { layers, sequential } = tfl;
const random = createRandom(5);

/** One dense layer that gives what it gets. */
const identity = () =>
  sequential({
    layers: [layers.dense({ name: "own", units: 1, useBias: false, inputShape: [1], weights: [tf.ones([1, 1])] })],
  });
const column = (values: ArrayLike<number>) => tf.tensor2d(Float32Array.from(values), [values.length, 1]);
const gridOf = (model: tfl.LayersModel) =>
  model.layers.find((layer) => layer instanceof FakeQuantise)!.getConfig() as unknown as { step: number; zero: number };

describe("quantiseActivations", () => {
  test("by hand: codes of a range with 0 in it, clipped at its ends", async () => {
    const quantised = await quantiseActivations(identity(), column([-51, 204]));
    expect(gridOf(quantised)).toMatchObject({ step: 1, zero: 51 });
    const outputs = quantised.predict(column([-51.4, -51.6, -0.4, 0, 3.6, 204.4, 205, 1e9])) as tf.Tensor;
    expect(await outputs.data()).toEqual(Float32Array.of(-51, -51, 0, 0, 4, 204, 204, 204));
    // A range that leaves 0 out gets it.
    expect(gridOf(await quantiseActivations(identity(), column([255, 510])))).toMatchObject({ step: 2, zero: 0 });
    expect(gridOf(await quantiseActivations(identity(), column([-255, -1])))).toMatchObject({ step: 1, zero: 255 });
    expect(gridOf(await quantiseActivations(identity(), column([0, 0])))).toMatchObject({ step: 1, zero: 0 });
  });

  test("leaves the 256 shades of a pixel as they are, to the last bits", async () => {
    const shades = column(Array.from({ length: 256 }, (_, shade) => shade / 255));
    const outputs = (await quantiseActivations(identity(), shades)).predict(shades) as tf.Tensor;
    const [before, after] = [await shades.data(), await outputs.data()];
    const largest = Math.max(...before.map((shade, at) => Math.abs(shade - after[at]!)));
    expect(largest).toBeLessThan(2 ** -16);
  });

  test("clips at a percentile of a uniform distribution, and leaves less squared error than it with mse", async () => {
    const values = Float32Array.from({ length: 5000 }, () => random.uniform() * 100);
    const { step, zero } = gridOf(
      await quantiseActivations(identity(), column(values), { calibration: { percentile: 99 } }),
    );
    expect(zero).toBe(0);
    expect(step * 255).toBeCloseTo(99, 0);

    // Some values are far away.
    const long = values.map((value, at) => (at % 2 === 0 ? 1 : -1) * (-Math.log(1 - value / 101)) ** 3);
    const errorOf = async (calibration: "mse" | "min-max" | { percentile: number }) => {
      const quantised = await quantiseActivations(identity(), column(long), { calibration });
      const outputs = (await (quantised.predict(column(long)) as tf.Tensor).data()) as Float32Array;
      return outputs.reduce((sum, value, at) => sum + (value - long[at]!) ** 2, 0);
    };
    const [mse, ...others] = await Promise.all(
      (["mse", "min-max", { percentile: 99.99 }, { percentile: 95 }] as const).map(errorOf),
    );
    for (const other of others) expect(mse).toBeLessThan(1.01 * other!);
  });

  test("with entropy takes the range of least divergence, as an oracle finds it, and clips a few values far away", async () => {
    const bulk = Float32Array.from({ length: 800 }, () => Math.abs(random.normal()));
    const values = Float32Array.of(...bulk, 40);
    const most = 40;
    const bins = 2048;
    // The oracle lists the numbers: the clipped ones, and what each code says of the parts of the range.
    const parts = Array.from(values, (value) => Math.min(bins - 1, Math.floor((value * bins) / most)));
    const divergenceOf = (percent: number) => {
      const end = (most * percent) / 100;
      const middle = (part: number) => ((part + 0.5) * most) / bins;
      const lastPart = Math.max(
        ...Array.from({ length: bins }, (_, part) => part).filter((part) => middle(part) <= end),
      );
      const inside = parts.filter((part) => part <= lastPart);
      const codeOf = (part: number) => Math.round(middle(part) / (end / 255));
      const p = new Map<number, number>();
      for (const part of parts.map((own) => Math.min(own, lastPart)))
        p.set(part, (p.get(part) ?? 0) + 1 / parts.length);
      return [...p].reduce((sum, [part, share]) => {
        if (!inside.includes(part)) return Infinity;
        const same = inside.filter((other) => codeOf(other) === codeOf(part));
        const q = same.length / inside.length / new Set(same).size;
        return sum + share * Math.log(share / q);
      }, 0);
    };
    const percents = Array.from({ length: 96 }, (_, index) => 100 - index);
    const divergences = percents.map(divergenceOf);
    const best = percents[divergences.indexOf(Math.min(...divergences))]!;
    const { step } = gridOf(await quantiseActivations(identity(), column(values), { calibration: "entropy" }));
    expect(step).toBeCloseTo((most * best) / 100 / 255, 5);
    expect(best).toBeLessThan(20);
    // Of a uniform distribution nothing is clipped.
    const even = column(Float32Array.from({ length: 8192 }, (_, at) => (at + 0.5) / 8192));
    const uniform = gridOf(await quantiseActivations(identity(), even, { calibration: "entropy" }));
    expect(uniform.step).toBeCloseTo(1 / 255, 4);
  });

  test("quantises what goes into dense layers and convolutions, in a chain and in a graph, in batches", async () => {
    const input = tfl.input({ shape: [6, 5, 2] });
    const conv = layers
      .conv2d({ name: "conv", filters: 2, kernelSize: 3, padding: "same", activation: "relu" })
      .apply(input);
    const sum = layers.add().apply([input, conv as tfl.SymbolicTensor]) as tfl.SymbolicTensor;
    const output = layers.dense({ name: "out", units: 3 }).apply(layers.flatten().apply(sum)) as tfl.SymbolicTensor;
    const model = tfl.model({ inputs: input, outputs: output });
    const examples = tf.tensor(
      Float32Array.from({ length: 420 }, () => random.normal()),
      [7, 6, 5, 2],
    );
    const quantised = await quantiseActivations(model, examples, { batchSize: 3 });
    expect(quantised.layers.filter((layer) => layer instanceof FakeQuantise).map(({ name }) => name)).toEqual([
      "conv_input_quantised",
      "out_input_quantised",
    ]);
    // By the layers of the original, with numbers on the grids between them.
    const grids = quantised.layers.filter((layer) => layer instanceof FakeQuantise).map((layer) => layer.getConfig());
    const onGrid = (x: tf.Tensor, index: number) => {
      const { step, zero } = grids[index] as unknown as { step: number; zero: number };
      return tf.mul(tf.sub(tf.clipByValue(tf.add(tf.round(tf.div(x, step)), zero), 0, 255), zero), step);
    };
    const layer = (name: string) => model.getLayer(name);
    const hidden = layer("conv").apply(onGrid(examples, 0)) as tf.Tensor;
    const expected = layer("out").apply(onGrid(tf.reshape(tf.add(examples, hidden), [7, -1]), 1)) as tf.Tensor;
    expect(await (quantised.predict(examples) as tf.Tensor).data()).toEqual(await expected.data());
    const before = tf.memory().numTensors;
    (await quantiseActivations(model, examples, { calibration: "mse" })).dispose();
    expect(tf.memory().numTensors).toBe(before);

    const again = await unpackModel(await packModel(quantised));
    expect(await (again.predict(examples) as tf.Tensor).data()).toEqual(await expected.data());
  });

  test("passes gradients where a number is not clipped, so that the result is trained with quantised weights", async () => {
    const layer = new FakeQuantise({ step: 1, zero: 10 });
    const x = tf.tensor1d([-10.4, -11, 0.3, 245.4, 246]);
    const weights = tf.tensor1d([1, 2, 3, 4, 5]);
    const gradient = tf.grad((of: tf.Tensor) => tf.sum(tf.mul(layer.call(of), weights)))(x);
    expect(await gradient.data()).toEqual(Float32Array.of(1, 0, 3, 4, 0));

    const [teacher, begin] = [1, 2].map((seed) =>
      createMlp({ exampleShape: [3], hiddenUnits: [8], classCount: 2, seed }),
    ) as [tfl.LayersModel, tfl.LayersModel];
    const features = Float32Array.from({ length: 96 }, () => random.normal());
    const labels = Int32Array.from({ length: 32 }, (_, at) => (features[3 * at]! > 0 ? 1 : 0));
    const data = createDataset({ features, labels, exampleShape: [3], classNames: ["a", "b"] });
    const small = await quantiseWeights(begin, { bits: 8 });
    const student = await quantiseActivations(small, tf.tensor2d(features, [32, 3]));
    // Soft targets say how far the logits of an example are apart.
    const margins = (model: tfl.LayersModel) =>
      tf.matMul(model.predict(tf.tensor2d(features, [32, 3])) as tf.Tensor, tf.tensor2d([[1], [-1]]));
    const distance = () =>
      tf.tidy(() => tf.sum(tf.squaredDifference(margins(student), margins(teacher))).dataSync()[0]!);
    const before = distance();
    const plan = await keepQuantised(student, { bits: 8 });
    await distill(student, teacher, data, {
      temperature: 2,
      hardWeight: 0,
      optimizer: adam({ learningRate: 0.02 }),
      epochs: 30,
      batchSize: 8,
      seed: 1,
      plan,
    });
    expect(distance()).toBeLessThan(before / 2);
  });

  test("says what it cannot quantise", async () => {
    const model = identity();
    const message = (...args: Parameters<typeof quantiseActivations>) =>
      quantiseActivations(...args).then(String, (error: Error) => error.message);
    const shape = "quantiseActivations: examples must have shape [any, 1], got ";
    expect(await message(model, tf.ones([3, 2]))).toBe(`${shape}[3, 2]`);
    expect(await message(model, tf.ones([0, 1]))).toBe(`${shape}[0, 1]`);
    expect(await message(model, column([1, Number.NaN]))).toBe(
      "quantiseActivations: examples must give finite numbers in every layer, got NaN",
    );
    const flat = sequential({ layers: [layers.flatten({ inputShape: [2, 2] })] });
    expect(await message(flat, tf.ones([1, 2, 2]))).toBe(
      "quantiseActivations: model must have dense layers or convolutions, got none",
    );
    const input = tfl.input({ shape: [1] });
    const dense = layers.dense({ name: "twice", units: 1 });
    const output = dense.apply(dense.apply(input)) as tfl.SymbolicTensor;
    expect(await message(tfl.model({ inputs: input, outputs: output }), column([1]))).toBe(
      "quantiseActivations: model must use each dense layer and convolution once, got layer twice",
    );
  });
});
