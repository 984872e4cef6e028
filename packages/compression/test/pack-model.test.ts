import { createRandom } from "@dark-knowledge/core";
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
import { packModel, pruneWeights, shareWeights, unpackModel } from "../src/index.ts";
import { valuesOf } from "./support.ts";

/** One dense layer with a kernel. */
function modelOf(values: Float32Array, units: number): LayersModel {
  const kernel = tf.tensor2d(values, [values.length / units, units]);
  return sequential({
    layers: [layers.dense({ units, inputShape: [kernel.shape[0]], useBias: false, weights: [kernel] })],
  });
}

/** The bits of all weights. */
const bitsOf = async (model: LayersModel) =>
  (await valuesOf(model)).map((values) => [...new Uint32Array(values.buffer)]);

/** Packs a model in both layouts, and expects that unpacking gives the same; how many bytes the weights take. */
async function roundTrip(model: LayersModel): Promise<{ readonly bits: number; readonly bytes: number }> {
  const before = await bitsOf(model);
  const sizes = { bits: 0, bytes: 0 };
  for (const layout of ["bits", "bytes"] as const) {
    const packed = await packModel(model, { layout });
    const unpacked = await unpackModel(packed);
    expect(await bitsOf(unpacked)).toEqual(before);
    expect(unpacked.layers.map((layer) => layer.getConfig())).toEqual(model.layers.map((layer) => layer.getConfig()));
    unpacked.dispose();
    // Name and version, length, checksum, header.
    sizes[layout] = packed.length - 13 - new DataView(packed.buffer).getUint32(5, true);
  }
  model.dispose();
  return sizes;
}

const random = createRandom(4);
const normal = (length: number) => Float32Array.from({ length }, () => random.normal());

describe("packModel(model) and unpackModel(bytes) lose no bit", () => {
  test("of any float32, as it is: 4 bytes each", async () => {
    expect(await roundTrip(modelOf(normal(60), 6))).toEqual({ bits: 240, bytes: 240 });
    const odd = Float32Array.of(2, -0, Number.NaN, Infinity, -Infinity, 1e-45, 3e38, 1);
    expect(await roundTrip(modelOf(odd, 4))).toEqual({ bits: 32, bytes: 32 });
  });

  test("of zeros left out: the values, and the gaps between them", async () => {
    const values = new Float32Array(400);
    // Gaps of 9, 19, 29, 39 and 49: five numbers of 6 bits; of 5 bits it takes seven.
    for (const place of [9, 29, 59, 99, 149]) values[place] = random.normal();
    expect(await roundTrip(modelOf(values, 8))).toEqual({ bits: 4 + 20, bytes: 5 + 20 });
    // 300 zeros and none, in two numbers of 9 bits or three of 8.
    expect(
      await roundTrip(
        modelOf(
          Float32Array.from({ length: 302 }, (_, at) => (at < 300 ? 0 : at)),
          2,
        ),
      ),
    ).toEqual({
      bits: 3 + 8,
      bytes: 3 + 8,
    });
    expect(await roundTrip(modelOf(new Float32Array(50), 5))).toEqual({ bits: 0, bytes: 0 });
  });

  test("of a codebook: its values, and codes of log₂ as many bits", async () => {
    const centres = normal(11);
    const values = Float32Array.from({ length: 220 }, (_, at) => centres[at % 11]!);
    expect(await roundTrip(modelOf(values, 10))).toEqual({ bits: 44 + 110, bytes: 44 + 220 });
    expect(await roundTrip(modelOf(new Float32Array(50).fill(0.3), 5))).toEqual({ bits: 4, bytes: 4 });
  });

  test("of a grid: a step for each unit, and codes", async () => {
    for (const [most, bits] of [
      [1, 2],
      [7, 4],
      [127, 8],
    ] as const) {
      const steps = Array.from({ length: 5 }, (_, unit) => Math.fround(2 ** -unit * 0.3125));
      const values = Float32Array.from({ length: 4000 }, (_, at) => {
        const code = at < 5 ? most : random.integer(2 * most + 1) - most;
        return code * steps[at % 5]!;
      });
      expect(await roundTrip(modelOf(values, 5))).toEqual({ bits: 20 + (4000 * bits) / 8, bytes: 20 + 4000 });
    }
  });

  test("of pruned and shared models with convolutions, batch normalisation and two ways through", async () => {
    const x = input({ shape: [6, 6, 2] });
    const a = layers.conv2d({ filters: 4, kernelSize: 3, activation: "relu" }).apply(x) as SymbolicTensor;
    const b = layers.conv2d({ filters: 4, kernelSize: 3 }).apply(x) as SymbolicTensor;
    const c = layers.flatten().apply(layers.batchNormalization().apply(layers.add().apply([a, b]))) as SymbolicTensor;
    const model = graph({ inputs: x, outputs: layers.dense({ units: 3 }).apply(c) as SymbolicTensor });
    const pruned = await pruneWeights(model, { sparsity: 0.8 });
    const shared = await shareWeights(pruned, { bits: 3 });
    const [whole, sparse, least] = [await roundTrip(model), await roundTrip(pruned), await roundTrip(shared)];
    expect(sparse.bits).toBeLessThan(whole.bits / 2);
    expect(least.bits).toBeLessThan(sparse.bits / 1.5);
  });

  test("take no tensors but the weights of the result", async () => {
    const model = modelOf(normal(6), 2);
    const tensors = tf.memory().numTensors;
    const packed = await packModel(model);
    expect(tf.memory().numTensors).toBe(tensors);
    const unpacked = await unpackModel(packed);
    expect(tf.memory().numTensors).toBe(tensors + 1);
    unpacked.dispose();
    model.dispose();
  });
});

describe("wrong arguments of packModel", () => {
  test("layouts, and weights of another type", async () => {
    const model = modelOf(normal(4), 2);
    await expect(packModel(model, { layout: "words" as "bits" })).rejects.toThrow(
      'packModel: layout must be one of "bits", "bytes", got "words"',
    );
    await expect(packModel({} as LayersModel)).rejects.toThrow("packModel: model must be a LayersModel, got an object");
    model.dispose();
  });
});
