import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { createMlp } from "../src/index.ts";

const SIZES = { exampleShape: [28, 28, 1], hiddenUnits: [30, 20], classCount: 10 };

describe("createMlp", () => {
  test("has one weight per connection and one bias per unit", () => {
    const model = createMlp({ ...SIZES, seed: 1 });
    expect(model.countParams()).toBe(784 * 30 + 30 + 30 * 20 + 20 + 20 * 10 + 10);
    model.dispose();
  });

  test("starts from the same weights for the same seed, from others for another, with He's variance", () => {
    const kernels = [1, 1, 2].map((seed) => {
      const model = createMlp({ ...SIZES, hiddenUnits: [400], seed });
      const values = Float32Array.from(model.trainableWeights[0]!.read().dataSync());
      model.dispose();
      return values;
    });
    expect(kernels[0]).toEqual(kernels[1]);
    expect(kernels[0]).not.toEqual(kernels[2]);
    const variance = kernels[0]!.reduce((sum, weight) => sum + weight * weight, 0) / kernels[0]!.length;
    expect(variance).toBeGreaterThan((2 / 784) * 0.97);
    expect(variance).toBeLessThan((2 / 784) * 1.03);
  });

  test("of counts starts with the sum of the vectors of what occurs", () => {
    const sizes = { exampleShape: [400], embeddingUnits: 30, hiddenUnits: [], classCount: 3 };
    const model = createMlp({ ...sizes, dropout: 0.5, seed: 4 });
    expect(model.countParams()).toBe(400 * 30 + 30 * 3 + 3);
    expect(model.layers.map((layer) => layer.getClassName())).toEqual(["InputLayer", "Dense", "Dropout", "Dense"]);
    tf.tidy(() => {
      const [vectors, kernel, bias] = model.getWeights() as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
      const counts = tf.buffer([1, 400]);
      counts.set(2, 0, 7);
      counts.set(1, 0, 399);
      const sum = tf.add(tf.mul(tf.slice(vectors, [7, 0], [1, 30]), 2), tf.slice(vectors, [399, 0], [1, 30]));
      expect(model.apply(counts.toTensor()) as tf.Tensor).toBeAllClose(
        tf.add(tf.matMul(sum as tf.Tensor2D, kernel), bias),
      );
      // So that the vectors have length 1 on average.
      const lengths = tf.mean(tf.sum(tf.square(vectors), 1)).dataSync()[0];
      expect(Math.abs(lengths! - 1)).toBeLessThan(0.05);
    });
    model.dispose();
  });

  test("gives logits, not probabilities, and takes no part in dropout at inference", () => {
    const model = createMlp({ ...SIZES, dropout: 0.5, inputDropout: 0.2, seed: 3 });
    tf.tidy(() => {
      const input = tf.randomUniform([4, 28, 28, 1], 0, 1, "float32", 5);
      const logits = model.apply(input, { training: false }) as tf.Tensor;
      expect(logits.shape).toEqual([4, 10]);
      expect(logits).toBeAllClose(model.apply(input, { training: false }) as tf.Tensor);
      expect(tf.sum(logits).dataSync()[0]).not.toBeCloseTo(4, 3);
    });
    model.dispose();
  });

  test("consists of stock layers only", () => {
    const model = createMlp({ ...SIZES, dropout: 0.5, inputDropout: 0.2, seed: 3 });
    expect(model.layers.map((layer) => layer.getClassName())).toEqual([
      "Flatten",
      "Dropout",
      "Dense",
      "Dropout",
      "Dense",
      "Dropout",
      "Dense",
    ]);
    model.dispose();
  });

  test("names its layers by its own name and their places, whatever was built before", () => {
    const names = ["mlp", "student"].map((name) => {
      const model = createMlp({ ...SIZES, dropout: 0.5, seed: 3, ...(name === "mlp" ? {} : { name }) });
      expect(model.name).toBe(name);
      const found = model.layers.map((layer) => layer.name);
      model.dispose();
      return found;
    });
    const [own, given] = names;
    expect(own).toEqual([
      ...["mlp_flatten_1", "mlp_dense_1", "mlp_dropout_1", "mlp_dense_2", "mlp_dropout_2", "mlp_dense_3"],
    ]);
    expect(given).toEqual(own!.map((name) => name.replace("mlp", "student")));
  });

  test("names what is wrong", () => {
    const make = (options: object) => () => createMlp({ ...SIZES, seed: 1, ...options });
    expect(make({ hiddenUnits: [30, 0] })).toThrow(
      /^createMlp: hiddenUnits\[1\] must be an integer, at least 1, got 0$/,
    );
    expect(make({ exampleShape: [2.5] })).toThrow(
      /^createMlp: exampleShape\[0\] must be an integer, at least 1, got 2.5$/,
    );
    expect(make({ embeddingUnits: 0 })).toThrow(/^createMlp: embeddingUnits must be an integer, at least 1, got 0$/);
    expect(make({ classCount: 0 })).toThrow(/^createMlp: classCount must be an integer, at least 1, got 0$/);
    expect(make({ seed: -1 })).toThrow(/^createMlp: seed must be an integer, at least 0, got -1$/);
    for (const name of ["", "my net", "_net", 7]) {
      expect(make({ name })).toThrow(
        `createMlp: name must be letters, digits and, after the first, any of . _ -, got ${JSON.stringify(name)}`,
      );
    }
    expect(make({ dropout: 1 })).toThrow(/^createMlp: dropout must be a finite number, at least 0 and below 1, got 1$/);
    expect(make({ inputDropout: -0.1 })).toThrow(
      /^createMlp: inputDropout must be a finite number, at least 0 and below 1, got -0.1$/,
    );
  });
});
