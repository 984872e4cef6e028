import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adam, createMlp, sgd, trainClassifier } from "@dark-knowledge/training";
import { loadStudent, saveStudent } from "@dark-knowledge/training/node";
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
import {
  packModel,
  pruneWeights,
  quantiseWeights,
  type ShareLayersOptions,
  shareLayers,
  unpackModel,
} from "../src/index.ts";
import { checkpointsInMemory, dataset, valuesOf } from "./support.ts";

/** Four inputs, three hidden layers of so many units, three classes. */
function net(units = 5): LayersModel {
  return sequential({
    layers: [
      layers.dense({ name: "first", units, activation: "tanh", inputShape: [4] }),
      layers.dense({ name: "second", units, activation: "tanh", biasInitializer: "randomNormal" }),
      layers.dropout({ name: "drop", rate: 0.2 }),
      layers.dense({ name: "third", units, activation: "tanh", biasInitializer: "randomNormal" }),
      layers.dense({ name: "logits", units: 3 }),
    ],
  });
}

/** A graph in which both branches and their sum go through layers of the same shape. */
function graph(): LayersModel {
  const x = input({ shape: [4], name: "x" });
  const dense = (name: string, of: SymbolicTensor) =>
    layers.dense({ name, units: 4, activation: "tanh", biasInitializer: "randomNormal" }).apply(of) as SymbolicTensor;
  const [left, right] = [dense("left", x), dense("right", x)];
  const sum = layers.add({ name: "sum" }).apply([left, dense("right_2", right)]) as SymbolicTensor;
  const outputs = [dense("joint", sum), layers.dense({ name: "logits", units: 2 }).apply(sum) as SymbolicTensor];
  return modelOf({ inputs: x, outputs, name: "net" });
}

const answers = async (model: LayersModel, x: tf.Tensor) =>
  Promise.all([model.predict(x)].flat().map(async (output) => [...(await (output as tf.Tensor).data())]));
/** Gives some layers the weights of another one. */
function copyWeights(model: LayersModel, from: string, to: readonly string[]): void {
  for (const name of to) model.getLayer(name).setWeights(model.getLayer(from).getWeights());
}

describe("shareLayers(model, { layers })", () => {
  test.each([
    ["a Sequential", net, [["second", "third"]]],
    ["a graph", graph, [["left", "right_2", "joint"]]],
    [
      "two groups of a graph",
      graph,
      [
        ["joint", "left"],
        ["right", "right_2"],
      ],
    ],
  ] as const)("%s answers as it does with equal weights, and has so many fewer", async (_, create, groups) => {
    const model = create();
    const x = tf.randomNormal([6, 4], 0, 1, "float32", 3);
    const shared = await shareLayers(model, { layers: groups, weights: "first" });
    for (const group of groups) {
      const [first, ...others] = model.layers.map(({ name }) => name).filter((name) => group.includes(name as never));
      copyWeights(model, first!, others);
    }
    expect(await answers(shared, x)).toEqual(await answers(model, x));
    const fewer = groups.reduce((sum, { length }, at) => {
      return sum + (length - 1) * model.getLayer(groups[at]![0]!).countParams();
    }, 0);
    expect(shared.countParams()).toBe(model.countParams() - fewer);
    for (const one of [model, shared]) one.dispose();
    x.dispose();
  });

  test("starts with the mean or the first weights, by hand", async () => {
    const model = sequential({
      layers: [3, 5].map((weight, at) =>
        layers.dense({
          ...{ name: `d${at}`, units: 1, inputShape: [1] },
          weights: [tf.tensor2d([[weight]]), tf.tensor1d([at])],
        }),
      ),
    });
    for (const [weights, expected] of [
      ["first", [3, 0]],
      ["mean", [4, 0.5]],
    ] as const) {
      const options = weights === "first" ? { weights } : {};
      const shared = await shareLayers(model, { layers: [["d1", "d0"]], ...options });
      expect((await valuesOf(shared)).map(([value]) => value)).toEqual(expected);
      // w (w x + b) + b
      const [[y]] = (await answers(shared, tf.tensor2d([[2]]))) as [[number]];
      expect(y).toBe(expected[0] * (expected[0] * 2 + expected[1]) + expected[1]);
      shared.dispose();
    }
    model.dispose();
  });

  test("a step of training moves the weights by the derivative of all uses, by central differences in float64", async () => {
    const model = sequential({
      layers: ["one", "two", "three"].map((name) =>
        layers.dense({
          name,
          units: 4,
          activation: name === "three" ? "linear" : "tanh",
          inputShape: [4],
          useBias: false,
        }),
      ),
    });
    const labels = layers.dense({ name: "logits", units: 3, useBias: false });
    model.add(labels);
    const shared = await shareLayers(model, { layers: [["one", "two"]] });
    const before = await valuesOf(shared);
    const learningRate = 0.5;
    const optimizer = sgd({ learningRate });
    await trainClassifier(shared, dataset, { epochs: 1, seed: 1, batchSize: 12, optimizer });
    const after = (await valuesOf(shared))[0]!;
    const rows = (values: ArrayLike<number>, columns: number) => (at: number, unit: number) =>
      values[at * columns + unit]!;
    const times = (x: number[], weight: (at: number, unit: number) => number, units: number) =>
      Array.from({ length: units }, (_, unit) => x.reduce((sum, value, at) => sum + value * weight(at, unit), 0));
    const features = Array.from({ length: 12 }, (_, row) =>
      Array.from({ length: 4 }, (__, at) => Math.fround(Math.sin((4 * row + at) ** 2))),
    );
    const loss = (kernel: Float64Array) => {
      const losses = features.map((x, row) => {
        const tied = rows(kernel, 4);
        const hidden = times(times(x, tied, 4).map(Math.tanh), tied, 4).map(Math.tanh);
        const logits = times(times(hidden, rows(before[1]!, 4), 4), rows(before[2]!, 3), 3);
        return Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[row % 3]!;
      });
      return losses.reduce((sum, one) => sum + one, 0) / 12;
    };
    for (const at of [0, 5, 10, 15]) {
      const moved = (by: number) =>
        loss(Float64Array.from(before[0]!, (value, place) => value + (place === at ? by : 0)));
      const derivative = (moved(1e-4) - moved(-1e-4)) / 2e-4;
      expect((before[0]![at]! - after[at]!) / learningRate).toBeCloseTo(derivative, 4);
    }
    optimizer.dispose();
    for (const one of [model, shared]) one.dispose();
  });

  test.each([
    ["momentum", () => sgd({ learningRate: 0.1, momentum: 0.9 })],
    ["adam", () => adam({ learningRate: 0.05 })],
  ] as const)("a run resumed at any step ends like an uninterrupted one, bit for bit: %s", async (_, create) => {
    const original = createMlp({ exampleShape: [4], hiddenUnits: [5, 5, 5], classCount: 3, seed: 1 });
    const names = original.layers.filter((layer) => layer.getClassName() === "Dense").map(({ name }) => name);
    const run = async (from?: Parameters<typeof checkpointsInMemory>[0]) => {
      const [student, optimizer] = [await shareLayers(original, { layers: [names.slice(1, 3)] }), create()];
      const checkpoints = checkpointsInMemory(from);
      await trainClassifier(student, dataset, { epochs: 2, seed: 1, batchSize: 4, optimizer, checkpoints });
      const weights = await valuesOf(student);
      optimizer.dispose();
      student.dispose();
      return { states: checkpoints.states, weights };
    };
    const whole = await run();
    expect(whole.weights).toHaveLength(6);
    for (const state of whole.states.slice(0, -1)) expect((await run(state)).weights).toEqual(whole.weights);
    original.dispose();
  });

  test("survives files, packs to the size of one, and goes through the other methods", async () => {
    const model = net(40);
    const shared = await shareLayers(model, { layers: [["second", "third"]] });
    const x = tf.randomNormal([6, 4], 0, 1, "float32", 3);
    const directory = await mkdtemp(join(tmpdir(), "share-layers-"));
    await saveStudent(shared, directory, { dataset });
    const loaded = await loadStudent(directory);
    const bytes = await packModel(shared);
    const unpacked = await unpackModel(bytes);
    expect(await answers(loaded.model, x)).toEqual(await answers(shared, x));
    expect(await answers(unpacked, x)).toEqual(await answers(shared, x));
    expect((await packModel(model)).length - bytes.length).toBeGreaterThan(4 * 40 * 40);
    const pruned = await pruneWeights(unpacked, { sparsity: 0.5 });
    const quantised = await quantiseWeights(pruned, { bits: 4 });
    expect(quantised.countParams()).toBe(shared.countParams());
    const again = await shareLayers(loaded.model, { layers: [["second", "logits"]] }).catch(
      (error: Error) => error.message,
    );
    expect(again).toMatch(/same settings and shapes/);
    for (const one of [model, shared, unpacked, pruned, quantised]) one.dispose();
    loaded.dispose();
    x.dispose();
    await rm(directory, { recursive: true });
  });

  test("refuses groups whose uses would be connected in another order, and leaves nothing", async () => {
    const x = input({ shape: [4], name: "x" });
    const dense = (name: string, of: SymbolicTensor) => layers.dense({ name, units: 4 }).apply(of) as SymbolicTensor;
    // The second use of c waits for the layer between, and the first of a for that: the second of a is ready before it.
    const long = dense("last", dense("a_1", dense("c_2", dense("between", dense("c_1", x)))));
    const model = modelOf({ inputs: x, outputs: layers.add().apply([long, dense("a_2", x)]) as SymbolicTensor });
    const tensors = tf.memory().numTensors;
    await expect(
      shareLayers(model, {
        layers: [
          ["c_1", "c_2"],
          ["a_1", "a_2"],
        ],
      }),
    ).rejects.toThrow(
      /^shareLayers: layers must name layers whose uses TensorFlow\.js restores in their order, got others for \["a_1",/,
    );
    expect(tf.memory().numTensors).toBe(tensors);
    const one = await shareLayers(model, { layers: [["c_1", "c_2"]] });
    expect(one.countParams()).toBe(model.countParams() - 20);
    for (const each of [model, one]) each.dispose();
  });

  test("takes no tensors but the weights of the result", async () => {
    const model = net();
    const tensors = tf.memory().numTensors;
    (await shareLayers(model, { layers: [["second", "third"]], weights: "mean" })).dispose();
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
  });

  test("gives copies of models within models that can be disposed of", async () => {
    const x = input({ shape: [4] });
    const inner = sequential({ layers: [layers.dense({ units: 4, inputShape: [4] })] });
    const apply = (layer: { apply(x: SymbolicTensor): unknown }, of: SymbolicTensor) =>
      layer.apply(of) as SymbolicTensor;
    const [one, two] = [layers.dense({ units: 4, name: "one" }), layers.dense({ units: 4, name: "two" })];
    const outputs = apply(two, apply(one, apply(inner, apply(inner, x))));
    const model = modelOf({ inputs: x, outputs });
    const tensors = tf.memory().numTensors;
    const shared = await shareLayers(model, { layers: [["one", "two"]] });
    expect(tf.memory().numTensors).toBe(tensors + 4);
    shared.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test.each<[object, string]>([
    [{}, "layers must be an array, got undefined"],
    [{ layers: [] }, "layers must have a group of layers, got none"],
    [{ layers: [["second"]] }, "layers.0 must name at least two layers, got an array of length 1"],
    [{ layers: [["second", "thrid"]] }, 'layers.0 must name layers with weights (did you mean "third"?), got "thrid"'],
    [
      { layers: [["second", "drop"]] },
      'layers.0 must name layers with weights (first, second, third, logits), got "drop"',
    ],
    [{ layers: [["second", "second"]] }, 'layers.0 must name each layer once, got "second" twice'],
    [{ layers: [["second", "third"]], weights: "last" }, 'weights must be one of "first", "mean", got "last"'],
    [
      { layers: [["first", "second"]] },
      "layers.0 must name layers with the same settings and shapes, got first: Dense of 4 × 5, 5",
    ],
  ])("%j", async (options, message) => {
    const model = net();
    await expect(shareLayers(model, options as ShareLayersOptions)).rejects.toThrow(`shareLayers: ${message}`);
    model.dispose();
  });
});
