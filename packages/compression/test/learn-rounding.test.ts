import { createRandom } from "@dark-knowledge/core";
import { batches, generatedDigits } from "@dark-knowledge/datasets";
import { trainClassifier } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import {
  initializers,
  input,
  type LayersModel,
  layers,
  model as modelOf,
  type SymbolicTensor,
  sequential,
} from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import {
  keepQuantised,
  type LearnRoundingOptions,
  learnRounding,
  packModel,
  pruneWeights,
  quantiseWeights,
} from "../src/index.ts";
import { valuesOf } from "./support.ts";

const random = createRandom(4);
const rowsOf = (rows: number, columns: number, scale = 1) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal() * scale));
/** Inputs that vary in a few directions, as those of real layers do. */
const related = (count: number, width: number, directions: number) => {
  const basis = rowsOf(directions, width);
  return rowsOf(count, directions).map((row) =>
    basis[0]!.map((_, at) => row.reduce((sum, value, which) => sum + value * basis[which]![at]!, 0)),
  );
};
const denseOf = (kernel: number[][], options: object = {}) =>
  layers.dense({
    ...{ units: kernel[0]!.length, inputShape: [kernel.length], useBias: false, name: "one", ...options },
    weights: [tf.tensor2d(kernel)],
  });

/** `Σ_x (x (w − ŵ))²` of each unit, in float64. */
const errorsOf = (inputs: number[][], kernel: number[][], values: ArrayLike<number>) =>
  kernel[0]!.map((_, unit) =>
    inputs.reduce((sum, row) => {
      const missed = row.reduce(
        (total, x, at) => total + x * (kernel[at]![unit]! - values[at * kernel[0]!.length + unit]!),
        0,
      );
      return sum + missed ** 2;
    }, 0),
  );

describe("learnRounding(model, examples, { bits, seed })", () => {
  test("comes near the best of all roundings of small kernels, and is in no unit worse than nearest rounding, in float64", async () => {
    const shares: number[] = [];
    for (const bits of [2, 4]) {
      const [kernel, inputs] = [rowsOf(8, 4), related(60, 8, 3)];
      const model = sequential({ layers: [denseOf(kernel)] });
      const nearest = await quantiseWeights(model, { bits });
      const learned = await learnRounding(model, tf.tensor2d(inputs), { bits, seed: 1, iterations: 150 });
      const [own, other] = [(await valuesOf(learned))[0]!, (await valuesOf(nearest))[0]!];
      const [errors, nearestErrors] = [errorsOf(inputs, kernel, own), errorsOf(inputs, kernel, other)];
      for (let unit = 0; unit < 4; unit++) {
        expect(errors[unit]).toBeLessThanOrEqual(nearestErrors[unit]! * (1 + 1e-5));
        const most = 2 ** (bits - 1) - 1;
        const step = Math.max(...kernel.map((row) => Math.abs(row[unit]!))) / most;
        const all = Array.from({ length: 2 ** 8 }, (_, choice) =>
          kernel.map((row, at) => [Math.min(most, Math.floor(row[unit]! / step) + ((choice >> at) & 1)) * step]),
        );
        const column = kernel.map((row) => [row[unit]!]);
        const best = Math.min(...all.map((values) => errorsOf(inputs, column, values.flat())[0]!));
        expect(errors[unit]).toBeGreaterThan(best * 0.99 - 1e-6);
        shares.push((errors[unit]! - best) / (nearestErrors[unit]! - best));
        // Up or down.
        kernel.forEach((row, at) => {
          expect(Math.abs(own[at * 4 + unit]! - row[unit]!)).toBeLessThan(step * (1 + 1e-3));
        });
      }
      for (const one of [model, nearest, learned]) one.dispose();
    }
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeLessThan(0.8);
  });

  test("of a trained net: no unit of any layer misses more than with nearest rounding, and the answers stay nearer to the net's own", async () => {
    const { train } = generatedDigits({ trainSize: 150, testSize: 10, seed: 1 });
    const seeded = (seed: number) => initializers.glorotUniform({ seed });
    const net = sequential({
      layers: [
        layers.averagePooling2d({ poolSize: 4, inputShape: [28, 28, 1] }),
        layers.flatten(),
        layers.dense({ name: "hidden_1", units: 16, activation: "relu", kernelInitializer: seeded(1) }),
        layers.dense({ name: "hidden_2", units: 12, activation: "relu", kernelInitializer: seeded(2) }),
        layers.dense({ name: "logits", units: 10, kernelInitializer: seeded(3) }),
      ],
    });
    await trainClassifier(net, train, { epochs: 10, seed: 1 });
    const [batch] = [...batches(train, { batchSize: 150, order: "stored" })];
    const examples = tf.tensor(batch!.inputs.features!.values, [150, 28, 28, 1]);
    const choice = { bits: 3, calibration: "mse" } as const;
    const nearest = await quantiseWeights(net, choice);
    const learned = await learnRounding(net, examples, { ...choice, seed: 1, iterations: 100 });
    for (const layer of net.layers.filter(({ weights }) => weights.length > 0)) {
      const outputsOf = (model: LayersModel) => {
        const { inputs } = model;
        const inner = modelOf({ inputs, outputs: model.getLayer(layer.name).output as SymbolicTensor });
        return inner.predict(examples) as tf.Tensor2D;
      };
      const wanted = outputsOf(net);
      const missed = async (model: LayersModel) => {
        return [...(await tf.sum(tf.squaredDifference(outputsOf(model), wanted), 0).data())];
      };
      const own = await missed(learned);
      const kernel = learned.getLayer(layer.name).weights[0]!;
      const kept = tf.clone(kernel.read());
      kernel.write(nearest.getLayer(layer.name).weights[0]!.read());
      const other = await missed(learned);
      kernel.write(kept);
      for (const [unit, error] of own.entries()) expect(error).toBeLessThanOrEqual(other[unit]! * (1 + 1e-4));
    }
    const change = async (model: LayersModel) => {
      const difference = tf.squaredDifference(model.predict(examples) as tf.Tensor, net.predict(examples) as tf.Tensor);
      return (await tf.mean(difference).data())[0]!;
    };
    expect(await change(learned)).toBeLessThan(0.75 * (await change(nearest)));
    for (const one of [net, nearest, learned]) one.dispose();
  });

  test("of convolutions in a graph, with biases and activations; others, and what is on the grid, get nearest rounding", async () => {
    const x = input({ shape: [6, 6, 2], name: "x" });
    const apply = (layer: InstanceType<typeof layers.Layer>, of: SymbolicTensor) => layer.apply(of) as SymbolicTensor;
    const settings = { filters: 4, kernelSize: 3, activation: "relu", biasInitializer: "randomNormal" } as const;
    const first = apply(layers.conv2d({ ...settings, name: "conv", strides: 2, padding: "same" }), x);
    const depthwise = apply(layers.depthwiseConv2d({ kernelSize: 2, name: "depthwise" }), first);
    const outputs = apply(
      layers.dense({ units: 3, name: "probs", activation: "softmax" }),
      apply(layers.flatten(), depthwise),
    );
    const model = modelOf({ inputs: x, outputs, name: "net" });
    model.setWeights(model.getWeights().map(({ shape }) => tf.randomNormal(shape, 0, 0.3, "float32", 9)));
    const pruned = await pruneWeights(model, { sparsity: { conv: 0.5, probs: 0.3 } });
    // Planes, the same in both channels.
    const planes = rowsOf(40, 3).flatMap(([level, down, right]) =>
      Array.from({ length: 72 }, (_, at) => level! + down! * Math.floor(at / 12) + right! * (Math.floor(at / 2) % 6)),
    );
    const examples = tf.tensor(planes, [40, 6, 6, 2]);
    const learned = await learnRounding(pruned, examples, { bits: 3, seed: 2, iterations: 200, batchSize: 16 });
    const nearest = await quantiseWeights(pruned, { bits: 3 });
    const [before, own, other] = [await valuesOf(pruned), await valuesOf(learned), await valuesOf(nearest)];
    const names = learned.weights.map(({ originalName }) => originalName);
    for (const [at, name] of names.entries()) {
      if (name.includes("depthwise") || name.includes("bias")) expect(own[at]).toEqual(other[at]);
      else {
        before[at]!.forEach((value, place) => {
          if (value === 0) expect(own[at]![place]).toBe(0);
        });
      }
    }
    expect(own).not.toEqual(other);
    // The same bytes, the same grid, and nothing to learn a second time.
    expect(Math.abs((await packModel(learned)).length - (await packModel(nearest)).length)).toBeLessThan(20);
    const plan = await keepQuantised(learned, { bits: 3 });
    const kept = await plan.weights(plan.variables, plan.variables, { step: 0 });
    for (const [at, variable] of plan.variables.entries()) {
      expect(await kept[at]!.data()).toEqual(await variable.data());
    }
    const again = await learnRounding(learned, examples, { bits: 3, seed: 2, iterations: 10 });
    expect(await valuesOf(again)).toEqual(own);
    for (const one of [model, pruned, learned, nearest, again]) one.dispose();
    tf.dispose([examples, ...kept]);
  });

  test("equal seeds give equal weights; takes no tensors but the weights of the result", async () => {
    const model = sequential({ layers: [denseOf(rowsOf(6, 3))] });
    const examples = tf.tensor2d(related(20, 6, 2));
    const run = async (seed: number) => {
      const learned = await learnRounding(model, examples, { bits: { one: 2 }, seed, iterations: 30, batchSize: 7 });
      const [values] = await valuesOf(learned);
      learned.dispose();
      return values;
    };
    const first = await run(1);
    const tensors = tf.memory().numTensors;
    expect(await run(1)).toEqual(first);
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
    examples.dispose();
  });

  test.each<[object, string]>([
    [{ bits: 4 }, "seed must be an integer, at least 0, got undefined"],
    [{ bits: 9, seed: 1 }, "bits must be an integer, at least 2 and at most 8, got 9"],
    [{ bits: 4, seed: 1, iterations: 0 }, "iterations must be an integer, at least 1, got 0"],
    [{ bits: 4, seed: 1, batchSize: 0 }, "batchSize must be an integer, at least 1, got 0"],
    [{ bits: 4, seed: 1, signal: true }, "signal must be an object, got true"],
    [{ bits: 4, seed: 1, rounds: 2 }, "options must have known names only"],
  ])("%j", async (options, message) => {
    const model = sequential({ layers: [denseOf([[1, 2]])] });
    await expect(learnRounding(model, tf.ones([2, 1]), options as LearnRoundingOptions)).rejects.toThrow(
      `learnRounding: ${message}`,
    );
    model.dispose();
  });

  test("ends with the reason of a signal, in the middle or before, and keeps no tensors", async () => {
    const model = sequential({ layers: [denseOf(rowsOf(6, 5))] });
    const examples = tf.tensor2d(related(60, 6, 2));
    const tensors = tf.memory().numTensors;
    const reason = new Error("enough");
    const stop = new AbortController();
    setTimeout(() => stop.abort(reason), 20);
    const options = { bits: 3, seed: 1, iterations: 1_000_000_000 };
    await expect(learnRounding(model, examples, { ...options, signal: stop.signal })).rejects.toBe(reason);
    await expect(learnRounding(model, examples, { ...options, signal: stop.signal })).rejects.toBe(reason);
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
    examples.dispose();
  });

  test("refuses examples of another shape, and models without dense layers and convolutions", async () => {
    const model = sequential({ layers: [denseOf([[1, 2]])] });
    await expect(learnRounding(model, tf.ones([2, 3]), { bits: 4, seed: 1 })).rejects.toThrow(
      "learnRounding: examples must have shape [any, 1], got [2, 3]",
    );
    const words = sequential({ layers: [layers.embedding({ inputDim: 3, outputDim: 2, inputLength: 2 })] });
    await expect(learnRounding(words, tf.ones([2, 2]), { bits: 4, seed: 1 })).rejects.toThrow(
      "learnRounding: model must have dense layers or convolutions that it uses once, got none",
    );
    for (const one of [model, words]) one.dispose();
  });
});
