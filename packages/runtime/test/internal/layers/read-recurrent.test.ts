import { createRandom } from "@dark-knowledge/core";
import { recurrentOracle } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import { model as graph, input, layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { artifactsOf } from "../../../src/artifacts-of.ts";
import { compileModel } from "../../../src/compile-model.ts";
import { differenceOn, randomise } from "../../fixtures/compare-with-tfjs.ts";

const random = createRandom(11);
const upTo = (most: number) => 1 + Math.floor(random.uniform() * most);
const pick = <T>(...choices: readonly T[]): T => choices[Math.floor(random.uniform() * choices.length)]!;
const numbers = (count: number) => Float32Array.from({ length: count }, () => random.normal());

const ACTIVATIONS: Readonly<Record<string, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => Math.max(0, x),
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  hardSigmoid: (x) => Math.min(1, Math.max(0, 0.2 * x + 0.5)),
};

/** The orthogonal matrices of TensorFlow.js need its chained operations. */
const STOCK = { recurrentInitializer: "zeros" } as const;

const rowsOf = (values: ArrayLike<number>, columns: number) =>
  Array.from({ length: values.length / columns }, (_, row) =>
    Array.from({ length: columns }, (_unused, column) => values[row * columns + column]!),
  );

/** A net of one recurrent layer behind a mask of zeros, for sequences of any length. */
const netOf = (cell: "gru" | "lstm", features: number, config: object, length: number | null = null) =>
  sequential({
    layers: [
      layers.inputLayer({ inputShape: [length, features] }),
      layers.masking(),
      layers[cell]({ ...STOCK, units: 1, recurrentActivation: "sigmoid", ...config } as never),
    ],
  });

/** Random sequences in which some positions are zeros, which do not count. */
function sequencesOf(examples: number, steps: number, features: number) {
  const x = numbers(examples * steps * features);
  const counts = Array.from({ length: examples * steps }, () => random.uniform() < 0.7);
  counts.forEach((isCounted, at) => {
    if (!isCounted) x.fill(0, at * features, (at + 1) * features);
  });
  return { x, counts };
}

describe("a GRU and an LSTM", () => {
  test("are what their definition says after each position, whichever count", async () => {
    for (let round = 0; round < 30; round++) {
      const cell = pick<"gru" | "lstm">("gru", "lstm");
      const [features, units, steps, examples] = [upTo(9), upTo(21), upTo(8), upTo(7)] as const;
      const [activation, recurrentActivation] = [
        pick("tanh", "sigmoid", "hardSigmoid"),
        pick("sigmoid", "hardSigmoid"),
      ];
      const useBias = pick(true, false);
      const config = { units, activation, recurrentActivation, useBias, returnSequences: true };
      const model = netOf(cell, features, config, pick(null, steps));
      randomise(model, random);
      const [kernel, recurrentKernel, bias] = model.getWeights().map((weight) => weight.dataSync());
      const width = kernel!.length / features;
      const layer = {
        cell,
        kernel: rowsOf(kernel!, width),
        recurrentKernel: rowsOf(recurrentKernel!, width),
        bias: useBias ? [...bias!] : new Array<number>(width).fill(0),
        activation: ACTIVATIONS[activation]!,
        gateActivation: ACTIVATIONS[recurrentActivation]!,
      };
      const { x, counts } = sequencesOf(examples, steps, features);
      const expected = Array.from({ length: examples }, (_, row) =>
        recurrentOracle(
          rowsOf(x.subarray(row * steps * features, (row + 1) * steps * features), features),
          counts.slice(row * steps, (row + 1) * steps),
          layer,
        ),
      );
      const net = compileModel(await artifactsOf(model));
      expect(net.predict(x, examples)).toBeAllClose(expected.flat(2), { rtol: 1e-5, atol: 2e-6 });
      model.dispose();
    }
  });

  test("of one unit, by hand", async () => {
    const outcome = async (cell: "gru" | "lstm", kernel: readonly number[], recurrentKernel: readonly number[]) => {
      const config = { activation: "linear", recurrentActivation: "hardSigmoid", returnSequences: true };
      const model = netOf(cell, 1, config);
      tf.tidy(() => {
        const bias = tf.zeros([kernel.length]);
        model.setWeights([tf.tensor2d([[...kernel]]), tf.tensor2d([[...recurrentKernel]]), bias]);
      });
      return compileModel(await artifactsOf(model)).predict(Float32Array.of(4, 0, 8), 1);
    };
    // All gates are ½. The middle position is padding. c = ½·4 = 2, h = ½·2 = 1; c = ½·2 + ½·8 = 5, h = 2.5.
    expect(await outcome("lstm", [0, 0, 1, 0], [0, 0, 0, 0])).toEqual(Float32Array.of(1, 1, 2.5));
    // h = ½·0 + ½·4 = 2; the candidate is 8 + 2·½·2 = 10, and h = ½·2 + ½·10 = 6.
    expect(await outcome("gru", [0, 0, 1], [0, 0, 2])).toEqual(Float32Array.of(2, 2, 6));
  });

  test("on top of each other, between other layers, are those of tfjs for any length and any activation", async () => {
    for (let round = 0; round < 12; round++) {
      const [cell, other] = [pick<"gru" | "lstm">("gru", "lstm"), pick<"gru" | "lstm">("gru", "lstm")];
      const [tokens, steps, examples] = [2 + upTo(9), upTo(9), upTo(70)] as const;
      const configs = [upTo(12), upTo(12)].map((units) => ({
        units,
        activation: pick(...(["tanh", "relu", "linear", "sigmoid"] as const)),
        recurrentActivation: pick(...(["sigmoid", "hardSigmoid"] as const)),
        useBias: pick(true, false),
      })) as [object, object];
      const model = sequential({
        layers: [
          layers.embedding({ inputDim: tokens, outputDim: upTo(9), maskZero: pick(true, false) }),
          layers.dropout({ rate: 0.5 }),
          layers[cell]({ ...STOCK, ...configs[0], returnSequences: true } as never),
          layers.dense({ units: 5, activation: "relu" }),
          layers.batchNormalization(),
          layers[other]({ ...STOCK, ...configs[1] } as never),
          layers.activation({ activation: "tanh" }),
          layers.dense({ units: 3 }),
        ],
      });
      randomise(model, random);
      const x = Float32Array.from({ length: examples * steps }, () => Math.floor(random.uniform() * tokens));
      expect(await differenceOn(model, [x], examples)).toBeLessThan(5e-6);
      model.dispose();
    }
  });

  test("of several inputs read sequences of several lengths", async () => {
    const [left, right] = [
      input({ shape: [null as never, 3], name: "left" }),
      input({ shape: [null as never], name: "right" }),
    ];
    // Without a mask of its own, this layer would get that of the other input from TensorFlow.js.
    const masked = layers.masking().apply(left);
    const read = layers.gru({ ...STOCK, units: 4 }).apply(masked) as typeof left;
    const embedded = layers.embedding({ inputDim: 6, outputDim: 2, maskZero: true }).apply(right);
    const other = layers.lstm({ ...STOCK, units: 5 }).apply(embedded) as typeof left;
    const outputs = layers.dense({ units: 3 }).apply(layers.concatenate().apply([read, other])) as typeof left;
    const model = graph({ inputs: [left, right], outputs });
    randomise(model, random);
    const words = Float32Array.from({ length: 9 * 7 }, () => Math.floor(random.uniform() * 6));
    expect(await differenceOn(model, [numbers(9 * 4 * 3), words], 9)).toBeLessThan(5e-6);
    const net = compileModel(await artifactsOf(model));
    expect(net.inputs).toEqual([
      { name: "left", shape: [null, 3], size: 3 },
      { name: "right", shape: [null], size: 1 },
    ]);
    expect(net.masksPadding).toBe(true);
  });
});

describe("an answer to sequences", () => {
  const model = netOf("lstm", 3, { units: 13, returnSequences: true });
  randomise(model, random);

  test("has the same bits in a batch of any size, with any padding behind, and after longer ones", async () => {
    const net = compileModel(await artifactsOf(model));
    expect(net.output.shape).toEqual([null, 13]);
    const [examples, steps] = [67, 5];
    const { x } = sequencesOf(examples, steps, 3);
    const all = net.predict(x, examples);
    for (const row of [0, 40, 66]) {
      const alone = x.slice(row * steps * 3, (row + 1) * steps * 3);
      const expected = all.slice(row * steps * 13, (row + 1) * steps * 13);
      expect(net.predict(alone, 1)).toEqual(expected);
      const padded = new Float32Array(9000);
      padded.set(alone);
      expect(net.predict(padded, 1).slice(0, steps * 13)).toEqual(expected);
    }
    expect(net.predict(x, examples)).toEqual(all);
  });

  test("of nothing, or of padding alone, is the state at the beginning", async () => {
    const last = sequential({
      layers: [...netOf("gru", 2, { units: 3 }).layers, layers.dense({ units: 2, name: "top" })],
    });
    tf.tidy(() => last.getLayer("top").setWeights([tf.ones([3, 2]), tf.tensor1d([5, 7])]));
    const net = compileModel(await artifactsOf(last));
    expect(net.predict(new Float32Array(0), 2)).toEqual(Float32Array.of(5, 7, 5, 7));
    expect(net.predict(new Float32Array(2 * 4 * 2), 2)).toEqual(Float32Array.of(5, 7, 5, 7));
    expect(net.predict(new Float32Array(0), 0)).toEqual(new Float32Array(0));
    expect(compileModel(await artifactsOf(model)).predict(new Float32Array(0), 2)).toEqual(new Float32Array(0));
  });

  test("is refused where the numbers are not those of so many examples", async () => {
    const net = compileModel(await artifactsOf(model));
    const { name } = net.inputs[0]!;
    expect(() => net.predict(new Float32Array(6))).toThrow(
      "predict: examples must be an integer, at least 0, got undefined",
    );
    expect(() => net.predict(new Float32Array(9), 2)).toThrow(
      `predict: inputs (${name}) must have as many positions of 3 floats for each of 2 examples, got 9 floats`,
    );
    expect(() => net.predict(new Float32Array(3), 0)).toThrow("for each of 0 examples, got 3 floats");
    const fixed = compileModel(await artifactsOf(netOf("gru", 3, {}, 2)));
    expect(() => fixed.predict(new Float32Array(6), 2)).toThrow(
      `predict: inputs (${fixed.inputs[0]!.name}) must have 12 floats (those of 2 examples), got 6`,
    );
    expect(fixed.predict(new Float32Array(12))).toEqual(fixed.predict(new Float32Array(12), 2));
  });
});

test("settings that are not known are refused by name", async () => {
  const errorOf = async (config: object) => {
    const model = netOf("gru", 2, { name: "cell", ...config });
    try {
      compileModel(await artifactsOf(model));
    } catch (error) {
      return (error as Error).message.replace(/.*, got layer cell, which /, "");
    }
    return "no error";
  };
  expect(await errorOf({ goBackwards: true })).toBe("has go_backwards");
  expect(await errorOf({ activation: "elu" })).toBe("has the activation elu");
  expect(await errorOf({ recurrentActivation: "softmax" })).toBe("has the recurrent_activation softmax");
  const x = input({ shape: [4, 2], name: "x" });
  const outputs = layers.gru({ ...STOCK, units: 1, name: "cell" }).apply(x) as typeof x;
  const artifacts = await artifactsOf(graph({ inputs: x, outputs }));
  const text = JSON.stringify(artifacts.modelTopology).replace('["x",0,0,{}]', '["x",0,0,{}],["x",0,0,{}]');
  expect(() => compileModel({ ...artifacts, modelTopology: JSON.parse(text) })).toThrow(
    "got layer cell, which starts from a state that is given",
  );
});
