import { generatedDigits } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { type CnnOptions, createCnn, evaluate, trainClassifier } from "../src/index.ts";

const SIZES: CnnOptions = { exampleShape: [28, 28, 1], filters: [4, 6], classCount: 10, seed: 1 };

describe("createCnn", () => {
  test("has the weights of its layers: convolutions with batch norm have no bias, those without have one", () => {
    const params = (over: Partial<CnnOptions>) => {
      const model = createCnn({ ...SIZES, ...over });
      const count = model.countParams();
      model.dispose();
      return count;
    };
    const kernels = 9 * 4 + 9 * 4 * 6;
    expect(params({})).toBe(kernels + 4 * (4 + 6) + 7 * 7 * 6 * 10 + 10);
    expect(params({ batchNorm: false })).toBe(kernels + 4 + 6 + 7 * 7 * 6 * 10 + 10);
    // 28 → 14 → 7 by stride alone, then two dense layers.
    expect(params({ stride: 2, poolSize: 1, hiddenUnits: [5] })).toBe(kernels + 40 + 7 * 7 * 6 * 5 + 5 + 5 * 10 + 10);
    // 28 → 9 → 3 by pooling of three, with filters of five.
    expect(params({ kernelSize: 5, poolSize: 3 })).toBe(25 * 4 + 25 * 4 * 6 + 40 + 3 * 3 * 6 * 10 + 10);
  });

  test("starts from the same weights for the same seed, from others for another, with He's variance", () => {
    const kernels = [1, 1, 2].map((seed) => {
      const model = createCnn({ ...SIZES, exampleShape: [6, 6, 32], filters: [64], seed });
      const values = Float32Array.from(model.trainableWeights[0]!.read().dataSync());
      model.dispose();
      return values;
    });
    expect(kernels[0]).toEqual(kernels[1]);
    expect(kernels[0]).not.toEqual(kernels[2]);
    const variance = kernels[0]!.reduce((sum, weight) => sum + weight * weight, 0) / kernels[0]!.length;
    expect(variance * 9 * 32).toBeGreaterThan(2 * 0.97);
    expect(variance * 9 * 32).toBeLessThan(2 * 1.03);
  });

  test("consists of stock layers only, ends in logits, and leaves nothing behind", () => {
    const before = tf.memory().numTensors;
    const model = createCnn({ ...SIZES, filters: [3], hiddenUnits: [5], dropout: 0.5 });
    expect(model.layers.map((layer) => layer.getClassName())).toEqual([
      ...["InputLayer", "Conv2D", "BatchNormalization", "Activation", "MaxPooling2D"],
      ...["Flatten", "Dense", "Dropout", "Dense"],
    ]);
    expect(model.outputs[0]!.shape).toEqual([null, 10]);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test("learns", async () => {
    const { train, test: held } = generatedDigits({ trainSize: 100, testSize: 50, seed: 1 });
    const model = createCnn({ ...SIZES, filters: [4], stride: 3, poolSize: 1 });
    await trainClassifier(model, train, { epochs: 4, seed: 1, batchSize: 20 });
    expect((await evaluate(model, held)).errors).toBeLessThan(25);
    model.dispose();
  });

  test.each([
    [{ filters: [] }, "filters must be a list of sizes, at least one, got an array of length 0"],
    [{ filter: [1] }, 'options must have known names only (did you mean "filters"?), got "filter"'],
    [{ filters: [4, 0] }, "filters[1] must be an integer, at least 1, got 0"],
    [{ exampleShape: [28, 28] }, "exampleShape must have a height, a width and channels, got [28, 28]"],
    [{ exampleShape: [28, 0, 1] }, "exampleShape[1] must be an integer, at least 1, got 0"],
    [{ filters: [4, 4, 4, 4, 4] }, "exampleShape must be large enough for 5 strides and poolings, got [28, 28, 1]"],
    [{ kernelSize: 0 }, "kernelSize must be an integer, at least 1, got 0"],
    [{ stride: 1.5 }, "stride must be an integer, at least 1, got 1.5"],
    [{ poolSize: -1 }, "poolSize must be an integer, at least 1, got -1"],
    [{ hiddenUnits: [0] }, "hiddenUnits[0] must be an integer, at least 1, got 0"],
    [{ classCount: 0 }, "classCount must be an integer, at least 1, got 0"],
    [{ seed: -1 }, "seed must be an integer, at least 0, got -1"],
    [{ dropout: 1 }, "dropout must be a finite number, at least 0 and below 1, got 1"],
  ])("refuses %o", (over, message) => {
    expect(() => createCnn({ ...SIZES, ...over })).toThrow(`createCnn: ${message}`);
  });
});
