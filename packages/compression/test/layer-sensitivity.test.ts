import { createMlp } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { type LayerSensitivityOptions, layerSensitivity, pruneWeights, quantiseWeights } from "../src/index.ts";

const net = () => createMlp({ exampleShape: [6], hiddenUnits: [7, 5], classCount: 4, seed: 3 });
const examples = tf.randomNormal([50, 6], 0, 1, "float32", 2);

describe("layerSensitivity(model, examples, options)", () => {
  test("each row is what compressing that layer alone does to the answers, in float64", async () => {
    const model = net();
    const labels = Int32Array.from({ length: 50 }, (_, at) => (at % 5) - 1);
    const rows = await layerSensitivity(model, examples, { bits: [4, 2], sparsity: [0.5], labels, batchSize: 16 });
    const names = model.layers.filter(({ weights }) => weights.length > 0).map(({ name }) => name);
    expect(rows.map(({ layer, method, strength }) => [layer, method, strength])).toEqual(
      names.flatMap((name) => [
        [name, "quantise", 4],
        [name, "quantise", 2],
        [name, "prune", 0.5],
      ]),
    );
    expect(rows.map(({ weights }) => weights)).toEqual([42, 42, 42, 35, 35, 35, 20, 20, 20]);
    const answers = async (one: typeof model) => (await (one.predict(examples) as tf.Tensor2D).array()) as number[][];
    const own = await answers(model);
    const largest = (row: number[]) => row.indexOf(Math.max(...row));
    const errorsOf = (all: number[][]) =>
      all.filter((row, at) => labels[at] !== -1 && largest(row) !== labels[at]).length;
    for (const { layer, method, strength, change, disagreement, addedErrors } of rows) {
      const compressed =
        method === "prune"
          ? await pruneWeights(model, { sparsity: { [layer]: strength } })
          : await quantiseWeights(model, { bits: { [layer]: strength }, calibration: "mse" });
      const others = await answers(compressed);
      compressed.dispose();
      const means = own[0]!.map((_, k) => own.reduce((sum, row) => sum + row[k]! / 50, 0));
      const sum = (of: (value: number, row: number, k: number) => number) =>
        own.reduce((total, row, at) => total + row.reduce((part, value, k) => part + of(value, at, k), 0), 0);
      const variance = sum((value, _, k) => (value - means[k]!) ** 2);
      expect(change).toBeCloseTo(sum((value, row, k) => (others[row]![k]! - value) ** 2) / variance, 5);
      expect(change).toBeGreaterThan(0);
      expect(disagreement).toBe(own.filter((row, at) => largest(row) !== largest(others[at]!)).length / 50);
      expect(addedErrors).toBe(errorsOf(others) - errorsOf(own));
    }
    model.dispose();
  });

  test("is 0 where nothing changes, in outputs that are constant, too; takes no tensors", async () => {
    const zeros = layers.dense({ name: "zeros", units: 2, inputShape: [6], kernelInitializer: "zeros" });
    const model = sequential({ layers: [zeros, layers.dense({ name: "last", units: 1, useBias: false })] });
    const tensors = tf.memory().numTensors;
    const rows = await layerSensitivity(model, examples, { sparsity: [0, 0.5] });
    expect(tf.memory().numTensors).toBe(tensors);
    expect(rows.map(({ change, disagreement }) => [change, disagreement])).toEqual(rows.map(() => [0, 0]));
    expect(rows[0]).not.toHaveProperty("addedErrors");
    model.dispose();
  });

  test.each<[object, string]>([
    [{}, "options must have bits or a sparsity, got none"],
    [{ bits: [4, 1] }, "bits.1 must be an integer, at least 2 and at most 8, got 1"],
    [{ bits: 4 }, "bits must be an array of numbers, got 4"],
    [{ sparsity: [1] }, "sparsity.0 must be a finite number, at least 0 and below 1, got 1"],
    [{ bits: [4], labels: new Int32Array(49) }, "labels must have 50 labels, one for each example, got 49"],
    [{ bits: [4], labels: new Int32Array(50).fill(4) }, "labels must be from -1 to 3, got 4"],
  ])("%j", async (options, message) => {
    const model = net();
    await expect(layerSensitivity(model, examples, options as LayerSensitivityOptions)).rejects.toThrow(
      `layerSensitivity: ${message}`,
    );
    model.dispose();
  });
});
