import { createRandom } from "@dark-knowledge/core";
import { model as graph, input, type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { artifactsOf } from "../src/artifacts-of.ts";
import { compileModel } from "../src/compile-model.ts";
import { differenceFromTfjs, examplesOf, randomise } from "./fixtures/compare-with-tfjs.ts";
import { plainLayers } from "./fixtures/plain-layers.ts";

const random = createRandom(11);

const mlp = (inputs: number, units: readonly number[]) =>
  sequential({
    layers: units.map((count, at) =>
      layers.dense({
        units: count,
        activation: at < units.length - 1 ? "relu" : "linear",
        ...(at === 0 ? { inputShape: [inputs] } : {}),
      }),
    ),
  });

/** Convolutions with batch normalisation, pooling of both kinds, and a sum of two ways. */
function residual(): LayersModel {
  const image = input({ shape: [9, 8, 2] });
  const first = layers.conv2d({ filters: 6, kernelSize: [3, 2], padding: "same" }).apply(image);
  const normal = layers.activation({ activation: "relu" }).apply(layers.batchNormalization().apply(first));
  const dilated = layers.conv2d({ filters: 6, kernelSize: 3, dilationRate: 2, padding: "same", activation: "relu" });
  const sum = layers.add().apply([normal, dilated.apply(normal)] as never);
  const both = layers.concatenate().apply([sum, normal] as never);
  const scaled = layers.batchNormalization().apply(both);
  const pooled = layers.maxPooling2d({ poolSize: [3, 2], strides: 2, padding: "same" }).apply(scaled);
  const mean = layers.averagePooling2d({ poolSize: 2 }).apply(pooled);
  const flat = layers.flatten().apply(mean);
  return graph({ inputs: image, outputs: layers.dense({ units: 5 }).apply(flat) as never });
}

describe("compileModel(artifacts, { native })", () => {
  test("computes as tfjs does, for every number of examples, and lets the library do all that it can", async () => {
    for (const [create, kinds] of [
      [() => mlp(40, [30, 20, 7]), ["dense"]],
      [residual, ["convolution", "dense", "maxPooling"]],
    ] as const) {
      for (const batch of [1, 2, 8, 9, 13, 64, 71]) {
        const { native, calls, alive } = plainLayers();
        expect(await differenceFromTfjs(create(), batch, random, { native })).toBeLessThan(2e-6);
        expect([...new Set(calls.map(({ kind }) => kind))].sort()).toEqual(kinds);
        expect([alive.made > 0, alive.layers]).toEqual([true, 0]);
      }
    }
  });

  test("rounds large numbers of examples up to a multiple of 8, of which each is compiled, and never above its room", async () => {
    const { native, calls } = plainLayers();
    const net = compileModel(await artifactsOf(mlp(6, [5])), { native });
    const countsFor = (examples: number) => {
      calls.length = 0;
      net.predict(new Float32Array(6 * examples));
      return calls.filter(({ outputs }) => outputs === 5).map(({ count }) => count);
    };
    expect([1, 3, 8, 9, 16, 50].map(countsFor)).toEqual([[1], [3], [8], [16], [16], [56]]);
    expect([64, 65, 140].map(countsFor)).toEqual([[64], [64, 1], [64, 64, 16]]);
    // Results of a net this wide leave room for 20 examples in the cache.
    const wide = plainLayers();
    const large = compileModel(await artifactsOf(mlp(4, [12_000, 3])), { native: wide.native });
    large.predict(new Float32Array(4 * 18));
    expect(Math.max(...wide.calls.map(({ count }) => count))).toBe(20);
  });

  test("hands NaN and infinity on with kernels of its own, bit for bit, in that part of a batch alone", async () => {
    for (const create of [() => mlp(24, [12, 6, 3]), residual]) {
      const model = create();
      randomise(model, random);
      const artifacts = await artifactsOf(model);
      const { native, calls } = plainLayers();
      const [own, net] = [compileModel(artifacts), compileModel(artifacts, { native })];
      const { size } = net.inputs[0]!;
      for (const wrong of [Number.NaN, Infinity, -Infinity, 2 ** 30, 3e38]) {
        const examples = examplesOf(5 * size, random);
        examples[2 * size + 1] = wrong;
        calls.length = 0;
        expect(net.predict(examples)).toEqual(own.predict(examples));
        expect(calls).toEqual([]);
      }
      const examples = examplesOf(64 * size, random).fill(2 ** 17);
      calls.length = 0;
      net.predict(examples);
      expect(calls.length).toBeGreaterThan(0);
      model.dispose();
    }
  });

  test("gives a library what is within the bound, and nothing that is larger or no number", async () => {
    const model = mlp(24, [12, 3]);
    const { native, calls } = plainLayers();
    const net = compileModel(await artifactsOf(model), { native });
    for (const [value, isNative] of [
      [2 ** 28, true],
      [-(2 ** 28), true],
      [2 ** 28 + 32, false],
      [Number.NaN, false],
      [-Infinity, false],
    ] as const) {
      calls.length = 0;
      net.predict(new Float32Array(48).fill(value, 5, 6));
      expect([value, calls.length > 0]).toEqual([value, isNative]);
    }
    model.dispose();
  });

  test("does not let a library sum what may be too large for float32, or is not a number", async () => {
    for (const largest of [2 ** 100, Infinity, Number.NaN]) {
      const model = mlp(4, [3, 2]);
      const artifacts = await artifactsOf(model);
      const weights = new Float32Array(artifacts.weightData as ArrayBuffer).slice();
      weights[0] = largest;
      const { native, calls } = plainLayers();
      const changed = { ...artifacts, weightData: weights.buffer };
      const [own, net] = [compileModel(changed), compileModel(changed, { native })];
      const examples = examplesOf(40, random);
      expect(net.predict(examples)).toEqual(own.predict(examples));
      expect(calls).toEqual([]);
      model.dispose();
    }
  });

  test("computes what a library refuses", async () => {
    const { native, calls } = plainLayers((count) => count === 2);
    const model = residual();
    const artifacts = await artifactsOf(model);
    const [own, net] = [compileModel(artifacts), compileModel(artifacts, { native })];
    const examples = examplesOf(5 * 144, random);
    expect(net.predict(examples)).toEqual(own.predict(examples));
    expect(calls).toEqual([]);
    net.predict(examples.subarray(0, 2 * 144));
    expect(calls.length).toBeGreaterThan(3);
    model.dispose();
  });

  test("leaves positions of sequences of any length alone, and makes each layer once although memory grows", async () => {
    const model = sequential({
      layers: [
        layers.dense({ units: 8, activation: "relu", inputShape: [null, 5] as never }),
        layers.globalAveragePooling1d(),
        layers.dense({ units: 3 }),
      ],
    });
    const { native, calls, alive } = plainLayers();
    const net = compileModel(await artifactsOf(model), { native });
    for (const length of [3, 50_000, 60_000]) net.predict(new Float32Array(length * 5), 1);
    // The first layer sees positions; the second one row for each text.
    expect(calls).toEqual(Array(3).fill({ kind: "dense", outputs: 3, count: 1 }));
    expect(alive.made).toBe(1);
    net.dispose();
    net.dispose();
    expect(alive.layers).toBe(0);
    model.dispose();
  });

  test("keeps layers to itself of whose weights at most a sixteenth is not 0", async () => {
    const artifacts = await artifactsOf(mlp(24, [12, 3]));
    const examples = examplesOf(24 * 20, random);
    for (const [count, outputs] of [
      [18, [3]],
      [19, [12, 3]],
    ] as const) {
      const weights = new Float32Array(artifacts.weightData as ArrayBuffer).slice();
      weights.fill(0, count, 24 * 12);
      const { native, calls } = plainLayers();
      const thin = { ...artifacts, weightData: weights.buffer };
      const [own, net] = [compileModel(thin), compileModel(thin, { native })];
      expect(net.predict(examples)).toBeAllClose(own.predict(examples), { rtol: 1e-5, atol: 1e-6 });
      expect([...new Set(calls.map((call) => call.outputs))]).toEqual(outputs);
    }
  });

  test("refuses what is no library", async () => {
    const artifacts = await artifactsOf(mlp(2, [2]));
    expect(() => compileModel(artifacts, { native: { dense: () => {} } as never })).toThrow(
      "compileModel: native.convolution must be a function, got undefined",
    );
  });
});
