import { createRandom } from "@dark-knowledge/core";
import { tensor } from "@tensorflow/tfjs-core";
import { model as graph, input, type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { artifactsOf } from "../src/artifacts-of.ts";
import { compileModel } from "../src/compile-model.ts";
import type { ModelArtifacts, WeightSpec } from "../src/model-artifacts.ts";
import { differenceFromTfjs, differenceOn, examplesOf } from "./fixtures/compare-with-tfjs.ts";

const random = createRandom(7);
const upTo = (most: number) => 1 + Math.floor(random.uniform() * most);
const pick = <T>(...choices: readonly T[]): T => choices[Math.floor(random.uniform() * choices.length)]!;

/** A Sequential of some layers, for examples of a shape. */
function chain(shape: readonly number[], parts: readonly (typeof layers.Layer)["prototype"][]): LayersModel {
  return sequential({ layers: [layers.inputLayer({ inputShape: [...shape] }), ...parts] });
}

const mlp = (inputs: number, units: readonly number[]) =>
  chain(
    [inputs],
    units.map((count, at) => layers.dense({ units: count, activation: at < units.length - 1 ? "relu" : "linear" })),
  );

describe("compileModel(artifacts)", () => {
  test("computes dense nets of every size and batch as tfjs does", async () => {
    for (let round = 0; round < 12; round++) {
      const model = mlp(upTo(90), [upTo(90), upTo(40), upTo(20)]);
      expect(await differenceFromTfjs(model, upTo(70), random)).toBeLessThan(2e-6);
    }
  });

  test("computes every activation, in a layer and as a layer", async () => {
    for (const activation of ["linear", "relu", "tanh", "sigmoid", "hardSigmoid", "softmax"] as const) {
      const parts = [
        layers.dense({ units: upTo(30), activation, useBias: pick(true, false) }),
        layers.dense({ units: upTo(30) }),
        layers.activation({ activation }),
        layers.activation({ activation: "sigmoid" }),
      ];
      expect(await differenceFromTfjs(chain([upTo(20)], parts), upTo(9), random)).toBeLessThan(2e-6);
    }
    const alone = [layers.activation({ activation: "tanh" }), layers.softmax(), layers.reLU()];
    expect(await differenceFromTfjs(chain([9], alone), 3, random)).toBeLessThan(2e-6);
  });

  test("gives an example the same bits in a batch of any size", async () => {
    const model = mlp(50, [40, 33, 9]);
    const net = compileModel(await artifactsOf(model));
    const examples = examplesOf(150 * 50, random);
    const all = net.predict(examples);
    for (const batch of [1, 2, 3, 5, 64, 65, 149]) {
      expect(net.predict(examples.slice(0, batch * 50))).toEqual(all.slice(0, batch * 9));
    }
    expect(net.predict(examples.subarray(50 * 7, 50 * 8))).toEqual(all.slice(9 * 7, 9 * 8));
    expect(net.predict(new Float32Array(0))).toEqual(new Float32Array(0));
    net.dispose();
    model.dispose();
  });

  test("gives examples in arrays of their own the same bits, of every input", async () => {
    const [one, two] = [input({ shape: [upTo(20)], name: "one" }), input({ shape: [3, 4], name: "two" })];
    const flat = layers.flatten().apply(two) as typeof two;
    const joined = layers.concatenate().apply([one, flat]) as typeof two;
    const model = graph({ inputs: [one, two], outputs: layers.dense({ units: 7 }).apply(joined) as typeof two });
    const net = compileModel(await artifactsOf(model));
    for (const count of [0, 1, 9, 130]) {
      const inputs = net.inputs.map(({ size }) =>
        Array.from({ length: count }, () => Float32Array.from(examplesOf(size, random))),
      );
      const rows = inputs.map((examples) => Float32Array.from(examples.flatMap((values) => [...values])));
      expect(net.predictExamples(inputs)).toEqual(net.predict(rows));
    }
    net.dispose();
    model.dispose();
  });
});

describe("compileModel, of layers with few weights other than 0", () => {
  /** Sets all but a share of the weights of the kernels to 0. */
  const thinned = async (model: LayersModel, share: number): Promise<ModelArtifacts> => {
    const { weightSpecs, weightData, ...others } = await artifactsOf(model);
    const values = new Float32Array(weightData as ArrayBuffer).slice();
    let at = 0;
    for (const { shape } of weightSpecs!) {
      const end = at + shape.reduce((product, one) => product * one, 1);
      for (; at < end; at++) if (shape.length > 1 && random.uniform() >= share) values[at] = 0;
    }
    return { ...others, weightSpecs: weightSpecs!, weightData: values.buffer };
  };
  /** The numbers that a layer's kernel and its inputs give, in float64. */
  const denseOf = (x: readonly number[], kernel: Float32Array, bias: Float32Array) =>
    Array.from(bias, (shift, output) =>
      x.reduce((sum, value, place) => sum + value * kernel[place * bias.length + output]!, shift),
    );

  test("computes them as float64 loops do, in a batch of any size with the same bits", async () => {
    for (const share of [0, 0.02, 0.1, 0.4]) {
      const [inputs, hidden, outputs] = [60 + upTo(60), 40 + upTo(40), upTo(20)] as const;
      const model = mlp(inputs, [hidden, outputs]);
      const artifacts = await thinned(model, share);
      const weights = new Float32Array(artifacts.weightData as ArrayBuffer);
      const sizes = [inputs * hidden, hidden, hidden * outputs, outputs];
      const ends = sizes.map((_, index) => sizes.slice(0, index + 1).reduce((sum, size) => sum + size));
      const [first, firstBias, last, lastBias] = sizes.map((size, index) =>
        weights.subarray(ends[index]! - size, ends[index]),
      ) as [Float32Array, Float32Array, Float32Array, Float32Array];
      firstBias.forEach((_, at) => {
        firstBias[at] = random.normal();
      });
      const net = compileModel(artifacts);
      const examples = examplesOf(70 * inputs, random);
      const all = net.predict(examples);
      for (let row = 0; row < 70; row += 23) {
        const x = [...examples.subarray(row * inputs, (row + 1) * inputs)];
        const h = denseOf(x, first, firstBias).map((sum) => Math.max(0, sum));
        const expected = Float32Array.from(denseOf(h, last, lastBias));
        expect(all.subarray(row * outputs, (row + 1) * outputs)).toBeAllClose(expected, { rtol: 1e-5, atol: 1e-5 });
      }
      for (const batch of [1, 2, 3, 15, 33, 69])
        expect(net.predict(examples.subarray(0, batch * inputs))).toEqual(all.slice(0, batch * outputs));
      model.dispose();
    }
  });

  test("gives other activations, a batch normalisation and sequences of any length what all weights would", async () => {
    const model = sequential({
      layers: [
        layers.dense({ units: 30, inputShape: [null, 20] as never }),
        layers.batchNormalization(),
        layers.activation({ activation: "tanh" }),
        layers.globalAveragePooling1d(),
        layers.dense({ units: 25, activation: "sigmoid" }),
        layers.dense({ units: 4, activation: "softmax" }),
      ],
    });
    const artifacts = await thinned(model, 0.06);
    const values = new Float32Array(artifacts.weightData as ArrayBuffer);
    let at = 0;
    for (const weight of model.weights) {
      const size = (weight.shape as number[]).reduce((product, one) => product * one, 1);
      weight.write(tensor(values.slice(at, at + size), weight.shape as number[]));
      at += size;
    }
    for (const [length, batch] of [
      [1, 1],
      [7, 3],
      [50, 5],
    ] as const)
      expect(await differenceOn(model, [examplesOf(batch * length * 20, random)], batch)).toBeLessThan(2e-6);
    model.dispose();
  });

  test("takes a removed weight for no connection, also where an input is NaN or infinite", async () => {
    const model = chain([16], [layers.dense({ units: 2, useBias: false })]);
    const { modelTopology, weightSpecs } = await artifactsOf(model);
    const weights = new Float32Array(32);
    [weights[0], weights[3]] = [2, 3];
    const net = compileModel({ modelTopology, weightSpecs, weightData: weights.buffer } as ModelArtifacts);
    for (const [wrong, expected] of [
      [Number.NaN, [Number.NaN, 3]],
      [Infinity, [Infinity, 3]],
    ] as const) {
      for (const batch of [1, 2, 5, 40]) {
        const examples = new Float32Array(16 * batch).fill(1);
        examples[0] = wrong;
        expect([...net.predict(examples).subarray(0, 2)]).toEqual(expected);
      }
    }
    model.dispose();
  });
});

describe("compileModel, of images and sequences", () => {
  test("computes convolutions with every setting, and what follows them", async () => {
    for (let round = 0; round < 10; round++) {
      const padding = pick("same", "valid");
      const [dilated, stride] = [pick(1, 2), pick(1, 2)];
      const parts = [
        layers.conv2d({
          filters: upTo(20),
          kernelSize: [upTo(3), upTo(3)],
          padding,
          strides: stride,
          useBias: pick(true, false),
        }),
        layers.batchNormalization(),
        layers.activation({ activation: pick("relu", "tanh") }),
        layers.conv2d({ filters: upTo(9), kernelSize: 2, padding, dilationRate: dilated, activation: "relu" }),
        layers.flatten(),
        layers.dense({ units: 5 }),
      ];
      const model = chain([8 + upTo(5), 7 + upTo(5), upTo(3)], parts);
      expect(await differenceFromTfjs(model, upTo(5), random)).toBeLessThan(3e-6);
    }
  });

  test("pools windows of any size, at the edge too", async () => {
    for (let round = 0; round < 8; round++) {
      const settings = {
        poolSize: [upTo(3), upTo(3)] as [number, number],
        strides: upTo(3),
        padding: pick<"same" | "valid">("same", "valid"),
      };
      const parts = [
        layers.maxPooling2d(settings),
        layers.averagePooling2d({ poolSize: 2, strides: 1, padding: "same" }),
        round % 2 === 0 ? layers.globalAveragePooling2d({}) : layers.globalMaxPooling2d({}),
      ];
      const model = chain([7 + upTo(5), 6 + upTo(5), upTo(9)], parts);
      expect(await differenceFromTfjs(model, upTo(5), random)).toBeLessThan(2e-6);
    }
  });

  test("reads sequences", async () => {
    for (let round = 0; round < 4; round++) {
      const parts = [
        layers.conv1d({ filters: upTo(9), kernelSize: upTo(4), padding: pick("same", "valid"), activation: "relu" }),
        round % 2 === 0 ? layers.maxPooling1d({ poolSize: 2 }) : layers.averagePooling1d({ poolSize: 3, strides: 2 }),
        layers.dense({ units: 4, activation: "sigmoid" }),
        round < 2 ? layers.globalAveragePooling1d({}) : layers.globalMaxPooling1d({}),
      ];
      expect(await differenceFromTfjs(chain([12 + upTo(5), upTo(4)], parts), upTo(5), random)).toBeLessThan(2e-6);
    }
  });

  test("normalises where there are no weights before it, or an activation, or others take the result too", async () => {
    const image = input({ shape: [4, 5, 3] });
    const first = layers.batchNormalization().apply(image);
    const convolved = layers.conv2d({ filters: 6, kernelSize: 3, activation: "relu" }).apply(first);
    const second = layers.batchNormalization({ scale: false }).apply(convolved);
    const shared = layers.conv2d({ filters: 6, kernelSize: 1 }).apply(second) as typeof image;
    const third = layers.batchNormalization({ center: false }).apply(shared) as typeof image;
    const sum = layers
      .add()
      .apply([shared, third, layers.activation({ activation: "relu" }).apply(third) as typeof image]);
    const model = graph({ inputs: image, outputs: layers.globalAveragePooling2d({}).apply(sum) as typeof image });
    expect(await differenceFromTfjs(model, 7, random)).toBeLessThan(2e-6);
  });
});

describe("compileModel, of graphs", () => {
  test("joins and adds what comes from several inputs, with shared layers and models within models", async () => {
    const [one, two] = [input({ shape: [6], name: "one" }), input({ shape: [4], name: "two" })];
    const shared = layers.dense({ units: 5, activation: "tanh" });
    const inner = sequential({ layers: [layers.dense({ units: 6, inputShape: [4] }), layers.reLU()] });
    const joined = layers.concatenate().apply([one, inner.apply(two) as typeof one, two]) as typeof one;
    const [left, right] = [shared.apply(one), shared.apply(inner.apply(two) as typeof one)] as (typeof one)[];
    const sum = layers.add().apply([left!, right!]) as typeof one;
    const all = layers.concatenate().apply([sum, layers.dropout({ rate: 0.5 }).apply(joined) as typeof one]);
    const outputs = layers.dense({ units: 3 }).apply(all) as typeof one;
    const model = graph({ inputs: [one, two], outputs });
    const net = compileModel(await artifactsOf(model));
    expect(net.inputs).toEqual([
      { name: "one", shape: [6], size: 6 },
      { name: "two", shape: [4], size: 4 },
    ]);
    expect(await differenceFromTfjs(model, 67, random)).toBeLessThan(2e-6);
  });

  test("gives the input itself where nothing is computed", async () => {
    const model = chain([2, 3], [layers.flatten(), layers.reshape({ targetShape: [3, -1] })]);
    const net = compileModel(await artifactsOf(model));
    expect(net.predict(Float32Array.of(1, 2, 3, 4, 5, 6))).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
    expect(net.output.shape).toEqual([3, 2]);
  });
});

describe("compileModel, at the limits", () => {
  test("extremes come out as they are", async () => {
    const model = chain([2], [layers.dense({ units: 2, useBias: false }), layers.activation({ activation: "linear" })]);
    const { modelTopology, weightSpecs } = await artifactsOf(model);
    const outcome = (weights: readonly number[], inputs: readonly number[]) => {
      const weightData = Float32Array.from(weights).buffer;
      return compileModel({ modelTopology, weightSpecs, weightData } as ModelArtifacts).predict(
        Float32Array.from(inputs),
      );
    };
    expect(outcome([1, 2, 3, 4], [1e38, 0])).toEqual(Float32Array.of(1e38, 2e38));
    expect(outcome([1, 4, 3, 4], [1e38, 0])).toEqual(Float32Array.of(1e38, Infinity));
    expect(outcome([1, 2, 3, 4], [Number.NaN, 0])).toEqual(Float32Array.of(Number.NaN, Number.NaN));
    // 0 times infinity.
    expect(outcome([Infinity, 2, 3, 4], [0, 1])).toEqual(Float32Array.of(Number.NaN, 4));
  });

  test("a softmax and a sigmoid of ±1e4 are finite", async () => {
    for (const activation of ["softmax", "sigmoid", "tanh"] as const) {
      const model = chain([5], [layers.activation({ activation })]);
      const net = compileModel(await artifactsOf(model));
      const values = net.predict(Float32Array.of(1e4, -1e4, 0, 1e4, -1e4));
      const expected = { softmax: [0.5, 0, 0, 0.5, 0], sigmoid: [1, 0, 0.5, 1, 0], tanh: [1, -1, 0, 1, -1] }[
        activation
      ];
      expect(values).toEqual(Float32Array.from(expected));
    }
  });
});

describe("compileModel refuses", () => {
  const errorOf = async (model: LayersModel, change: (artifacts: ModelArtifacts) => object = (same) => same) => {
    const artifacts = change(await artifactsOf(model));
    try {
      compileModel(artifacts as ModelArtifacts);
    } catch (error) {
      return (error as Error).message;
    }
    return "no error";
  };

  test("layers and settings that it does not know, before anything starts", async () => {
    const lead = "compileModel: artifacts must have layers that can be compiled, got ";
    const strange = [
      layers.dense({ units: 2 }),
      layers.layerNormalization({ name: "norm" }),
      layers.prelu({ name: "slope" }),
    ];
    expect(await errorOf(chain([3], strange))).toBe(`${lead}LayerNormalization (layer norm), PReLU (layer slope)`);
    const elu = chain([3], [layers.dense({ units: 2, activation: "elu", name: "bent" })]);
    expect(await errorOf(elu)).toBe(`${lead}layer bent, which has the activation elu`);
    const free = sequential({
      layers: [layers.conv1d({ filters: 1, kernelSize: 2, inputShape: [null, 2] as never, name: "free" })],
    });
    expect(await errorOf(free)).toBe(`${lead}layer free, which takes no sequences of any length`);
    const image = layers.conv2d({ filters: 1, kernelSize: 2, inputShape: [null, null, 2] as never, name: "free" });
    expect(await errorOf(sequential({ layers: [image] }))).toBe(`${lead}input free_input of shape [any, any, 2]`);
  });

  test("weights that are not those of the topology", async () => {
    const model = chain([3], [layers.dense({ units: 2, name: "top" })]);
    expect(await errorOf(model, (all) => ({ ...all, weightData: new ArrayBuffer(28) }))).toBe(
      "compileModel: artifacts.weightData must hold top/bias [2] too (32 bytes), got 28 bytes",
    );
    expect(await errorOf(model, (all) => ({ ...all, weightData: new ArrayBuffer(36) }))).toBe(
      "compileModel: artifacts.weightData must have 32 bytes (as weightSpecs), got 36",
    );
    expect(await errorOf(model, (all) => ({ modelTopology: all.modelTopology }))).toBe(
      "compileModel: artifacts must have layers that can be compiled, got layer top, which has 0 weights of the name kernel",
    );
    const { weightSpecs } = await artifactsOf(model);
    const [kernel, bias] = weightSpecs as [WeightSpec, WeightSpec];
    const withSpecs = (specs: readonly object[]) => (all: ModelArtifacts) => ({ ...all, weightSpecs: specs });
    expect(await errorOf(model, withSpecs([{ ...kernel, shape: [2, 3] }, bias]))).toBe(
      "compileModel: artifacts must have layers that can be compiled, got layer top, which has kernel [2, 3] instead of [3, 2]",
    );
    expect(await errorOf(model, withSpecs([kernel, { ...bias, shape: [2, 1] }]))).toBe(
      "compileModel: artifacts must have layers that can be compiled, got layer top, which has bias [2, 1] instead of [2]",
    );
    expect(await errorOf(model, () => ({ modelTopology: {} }))).toBe(
      "compileModel: artifacts.modelTopology must have layers with a class_name and a config, got an object",
    );
  });

  test("convolutions and normalisations with weights of other sizes than their settings", async () => {
    const lead = "compileModel: artifacts must have layers that can be compiled, got layer";
    const parts = [
      layers.conv2d({ filters: 2, kernelSize: [2, 3], name: "conv" }),
      layers.batchNormalization({ name: "norm" }),
    ];
    const model = chain([4, 4, 1], parts);
    const change = (name: string, shape: readonly number[]) => (all: ModelArtifacts) => ({
      ...all,
      weightSpecs: all.weightSpecs!.map((one) => (one.name === name ? { ...one, shape } : one)),
    });
    // As many numbers, which would be read in another order.
    expect(await errorOf(model, change("conv/kernel", [3, 2, 1, 2]))).toBe(
      `${lead} conv, which has kernel [3, 2, 1, 2] instead of [2, 3, 1, 2]`,
    );
    expect(await errorOf(model, change("norm/moving_variance", [1, 2]))).toBe(
      `${lead} norm, which has moving_variance [1, 2] instead of [2]`,
    );
  });

  test("recurrent layers and embeddings with weights of other sizes", async () => {
    const lead = "compileModel: artifacts must have layers that can be compiled, got layer";
    const model = sequential({
      layers: [
        layers.embedding({ inputDim: 4, outputDim: 2, inputLength: 3, name: "words" }),
        layers.gru({ units: 2, recurrentActivation: "sigmoid", recurrentInitializer: "zeros", name: "cell" }),
      ],
    });
    const change = (name: string, shape: readonly number[]) => (all: ModelArtifacts) => ({
      ...all,
      weightSpecs: all.weightSpecs!.map((one) => (one.name.endsWith(name) ? { ...one, shape } : one)),
    });
    expect(await errorOf(model)).toBe("no error");
    expect(await errorOf(model, change("embeddings", [2, 4]))).toBe(
      `${lead} words, which has embeddings [2, 4] instead of [4, 2]`,
    );
    expect(await errorOf(model, change("/recurrent_kernel", [6, 2]))).toBe(
      `${lead} cell, which has recurrent_kernel [6, 2] instead of [2, 6]`,
    );
    expect(await errorOf(model, change("/bias", [2, 3]))).toBe(`${lead} cell, which has bias [2, 3] instead of [6]`);
  });

  test("two layers of one name, whose weights cannot be told apart", async () => {
    const inner = sequential({ layers: [layers.dense({ units: 3, inputShape: [3], name: "top" })] });
    const x = input({ shape: [3] });
    const y = layers.dense({ units: 3, name: "top" }).apply(inner.apply(x)) as typeof x;
    expect(await errorOf(graph({ inputs: x, outputs: y }))).toBe(
      "compileModel: artifacts.weightSpecs must have weights of different names, got two of top/kernel",
    );
  });

  test("kinds of layers and types of weights that are properties of every object", async () => {
    const model = chain([3], [layers.dense({ units: 2, name: "top" })]);
    const renamed = await errorOf(model, ({ modelTopology, ...others }) => ({
      ...others,
      modelTopology: JSON.parse(JSON.stringify(modelTopology).replace('"Dense"', '"toString"')),
    }));
    expect(renamed).toBe("compileModel: artifacts must have layers that can be compiled, got toString (layer top)");
    const typed = await errorOf(model, (all) => ({
      ...all,
      weightSpecs: all.weightSpecs!.map((one) => ({ ...one, dtype: "toString" })),
    }));
    expect(typed).toBe(
      "compileModel: artifacts.weightSpecs (top/kernel) must be of float32, int32, bool, uint8, uint16, float16, got toString",
    );
  });

  test("examples of another size, number or length, and to answer them when it is disposed of", async () => {
    const net = compileModel(await artifactsOf(chain([3], [layers.dense({ units: 2 })])));
    const name = net.inputs[0]!.name;
    const one = new Float32Array(3);
    const refusals: readonly [unknown, string][] = [
      [one, "inputs must be one list of Float32Arrays, got "],
      [[], "inputs must be one list of Float32Arrays, got "],
      [[one], "inputs must be one list of Float32Arrays, got "],
      [[[one], [one]], "inputs must be one list of Float32Arrays, got "],
      [[[one, [1, 2, 3]]], `inputs (${name}) must be Float32Arrays, got `],
      [[[one, new Float32Array(4)]], `inputs (${name}) must have 3 floats for each example, got 4 for example 1`],
      ...[Number.NaN, Infinity, -Infinity].map((value): [unknown, string] => [
        [[...Array.from({ length: 70 }, () => one), Float32Array.of(0, -1, value)]],
        `inputs (${name}) must have finite numbers, got ${value} in example 70`,
      ]),
    ];
    for (const [inputs, message] of refusals)
      expect(() => net.predictExamples(inputs as never)).toThrow(`predictExamples: ${message}`);
    net.dispose();
    expect(() => net.predictExamples([[one]])).toThrow(
      "predictExamples: model must not be disposed of, got a disposed one",
    );
    const [two, three] = [input({ shape: [2], name: "two" }), input({ shape: [3], name: "three" })];
    const both = compileModel(
      await artifactsOf(
        graph({ inputs: [two, three], outputs: layers.concatenate().apply([two, three]) as typeof two }),
      ),
    );
    expect(() => both.predictExamples([[new Float32Array(2)], []])).toThrow(
      "predictExamples: inputs (three) must have 1 examples (as the first input), got 0",
    );
    const words = chain([null as never, 3], [layers.masking()]);
    const open = compileModel(await artifactsOf(words));
    expect(() => open.predictExamples([[one]])).toThrow(
      `predictExamples: inputs (${open.inputs[0]!.name}) must have a fixed shape (predict takes sequences), got one of any length`,
    );
  });

  test("inputs of another size, and to answer when it is disposed of", async () => {
    const net = compileModel(await artifactsOf(chain([3], [layers.dense({ units: 2 })])));
    const name = net.inputs[0]!.name;
    expect(() => net.predict(new Float32Array(4))).toThrow(
      `predict: inputs (${name}) must have 3 floats for each example, got 4`,
    );
    expect(() => net.predict([])).toThrow("predict: inputs must be a Float32Array, got a list of 0");
    expect(() => net.predict(new Float64Array(3) as never)).toThrow(`predict: inputs (${name}) must be a Float32Array`);
    net.dispose();
    expect(() => net.predict(new Float32Array(3))).toThrow(
      "predict: model must not be disposed of, got a disposed one",
    );
  });
});
