import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createRandom } from "@dark-knowledge/core";
import { float16Bits, toFloat16 } from "@dark-knowledge/core/arrow";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { io } from "@tensorflow/tfjs-core";
import { type LayersModel, layers, loadLayersModel, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { fingerprintWeights, predictLogits } from "../../src/index.ts";
import { loadModel, loadStudent, saveModel, saveStudent } from "../../src/node/index.ts";
import { dataset, model as net, raws } from "../fixtures/saved-student.ts";

const inside = useTemporaryDirectory();
const random = createRandom(5);

/** A model with batch normalisation whose weights are random, a tenth of them 0. */
function randomNet(): LayersModel {
  const [inputs, units] = [2 + random.integer(20), 1 + random.integer(20)];
  const model = sequential({
    layers: [layers.dense({ units, inputShape: [inputs] }), layers.batchNormalization(), layers.dense({ units: 3 })],
  });
  const offset = random.normal();
  model.setWeights(
    model.getWeights().map(({ shape, size }) => {
      const value = () => (random.uniform() < 0.1 ? 0 : random.normal() + offset);
      return tf.tensor(Float32Array.from({ length: size }, value), shape);
    }),
  );
  return model;
}

const valuesOf = (model: LayersModel) =>
  Promise.all(model.getWeights().map(async (weight) => [...(await weight.data())]));

/** The float32 with the value of the nearest float16. */
function rounded(value: number): number {
  return new Float32Array(Int32Array.of(float16Bits(toFloat16(value))).buffer)[0]!;
}

describe("saveModel with weights", () => {
  test("float16 gives back the nearest numbers in half of the bytes", async () => {
    const model = randomNet();
    await saveModel(model, inside("half"), { weights: "float16" });
    expect(statSync(inside("half/weights.bin")).size).toBe(2 * model.countParams());
    const read = await loadModel(inside("half"));
    expect(await valuesOf(read)).toEqual((await valuesOf(model)).map((values) => values.map(rounded)));
    for (const one of [model, read]) one.dispose();
  });

  test("uint8 stores kernels within half a step and zeros exactly, also for tfjs' own loader", async () => {
    for (let round = 0; round < 5; round++) {
      const model = randomNet();
      const folder = inside(`bytes${round}`);
      await saveModel(model, folder, { weights: "uint8" });
      const [json, weights] = ["model.json", "weights.bin"].map((name) => readFileSync(join(folder, name)));
      const { modelTopology, weightsManifest } = JSON.parse(json!.toString());
      const read = await loadLayersModel(
        io.fromMemory({
          ...{ modelTopology, weightSpecs: weightsManifest[0].weights },
          weightData: new Uint8Array(weights!).buffer,
        }),
      );
      const [before, after] = [await valuesOf(model), await valuesOf(read)];
      let bytes = 0;
      for (const [index, values] of before.entries()) {
        const isKernel = model.getWeights()[index]!.shape.length > 1;
        bytes += isKernel ? values.length : 4 * values.length;
        const step = isKernel ? (Math.max(0, ...values) - Math.min(0, ...values)) / 255 : 0;
        for (const [at, value] of values.entries()) {
          const difference = Math.abs(after[index]![at]! - value);
          // The code of 0 moves all others by up to half a step at the ends.
          expect(difference).toBeLessThanOrEqual(step * 1.01);
          if (value === 0) expect(after[index]![at]).toBe(0);
        }
      }
      expect(weights!.length).toBe(bytes);
      for (const one of [model, read]) one.dispose();
    }
  });

  test("refuses what a type cannot hold, and other types, and writes nothing", async () => {
    const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [2], useBias: false, name: "big" })] });
    model.setWeights([tf.tensor2d([1, 70_000], [2, 1])]);
    await expect(saveModel(model, inside("none"), { weights: "float16" })).rejects.toThrow(
      "saveModel: model must have weights within ±65,504 for float16, got others in big/kernel",
    );
    model.setWeights([tf.tensor2d([1, Number.NaN], [2, 1])]);
    await expect(saveModel(model, inside("none"), { weights: "uint8" })).rejects.toThrow(
      "saveModel: model must have weights that are finite for uint8, got others in big/kernel",
    );
    await expect(saveModel(model, inside("none"), { weights: "int4" as never })).rejects.toThrow(
      'saveModel: weights must be one of "float32", "float16", "uint8", got "int4"',
    );
    expect(() => statSync(inside("none"))).toThrow("ENOENT");
    model.dispose();
  });
});

describe("saveStudent", () => {
  test("with weights of 8 bits is read again as a student, with the fingerprint of what is read", async () => {
    await saveStudent(net, inside("small"), { dataset, weights: "uint8" });
    const student = await loadStudent(inside("small"));
    expect(student.description.fingerprint).toBe(
      await fingerprintWeights(student.model.weights.map((weight) => weight.read())),
    );
    const [own, stored] = [await predictLogits(net, dataset), await student.predictLogits(raws)];
    const differences = own.data.map((value, index) => Math.abs(value - stored.data[index]!));
    expect(Math.max(...differences)).toBeLessThan(0.05);
    expect(Math.max(...differences)).toBeGreaterThan(0);
    student.dispose();
  });

  test("takes the description of another student in place of a dataset", async () => {
    await saveStudent(net, inside("first"), { dataset, temperature: 3, versions: { mine: "1" } });
    const first = await loadStudent(inside("first"));
    await saveStudent(first.model, inside("second"), { description: first.description });
    expect(readFileSync(inside("second/student.json"))).toEqual(readFileSync(inside("first/student.json")));
    await expect(saveStudent(net, inside("third"), { dataset, description: first.description })).rejects.toThrow(
      "saveStudent: description must be left out where there is a dataset, got both",
    );
    const narrow = sequential({ layers: [layers.dense({ units: 3, inputShape: [784] })] });
    await expect(saveStudent(narrow, inside("third"), { description: first.description })).rejects.toThrow(
      "saveStudent: model must give 10 answers (as the description), got 3",
    );
    for (const one of [first, narrow]) one.dispose();
  });
});
