import { createDataset, selectRows, withoutLabels } from "@dark-knowledge/datasets";
import { labelSmoothedCrossEntropy } from "@dark-knowledge/losses";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { adam, createMlp, evaluate, fingerprintWeights, type Logs, sgd, trainClassifier } from "../src/index.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const dataset = twoClasses(40, 1);
const OPTIONS = { epochs: 5, seed: 1, batchSize: 8 };
const makeModel = (options = {}) =>
  createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [6], classCount: 2, seed: 1, ...options });
const weightsOf = (model: ReturnType<typeof makeModel>) => model.weights.map((weight) => weight.read());

/** A model trained with some options, as the fingerprint of its weights. */
async function trained(options = {}, modelOptions = {}): Promise<string> {
  const model = makeModel(modelOptions);
  await trainClassifier(model, dataset, { ...OPTIONS, ...options });
  const fingerprint = await fingerprintWeights(weightsOf(model));
  model.dispose();
  return fingerprint;
}

describe("trainClassifier(classifier, dataset)", () => {
  test("learns", async () => {
    const model = makeModel();
    const { epochs, steps } = await trainClassifier(model, dataset, { ...OPTIONS, epochs: 10 });
    expect(steps).toBe(50);
    expect(epochs).toHaveLength(10);
    expect(epochs.at(-1)!.terms.total).toBeLessThan(epochs[0]!.terms.total! / 4);
    expect((await evaluate(model, twoClasses(100, 99))).errors).toBe(0);
    model.dispose();
  });

  test("minimises another loss where one is given", async () => {
    const smoothed = (smoothing: number) => ({
      loss: (logits: tf.Tensor2D, labels: tf.Tensor1D) => labelSmoothedCrossEntropy(logits, labels, { smoothing }),
    });
    const model = makeModel();
    const { epochs } = await trainClassifier(model, dataset, { ...OPTIONS, epochs: 60, ...smoothed(0.2) });
    // The best that can be said is (0.9, 0.1), whose cross-entropy is its entropy.
    const least = -0.9 * Math.log(0.9) - 0.1 * Math.log(0.1);
    expect(epochs.at(-1)!.terms.total).toBeGreaterThan(least - 1e-6);
    expect(epochs.at(-1)!.terms.total).toBeLessThan(1.2 * least);
    model.dispose();
  });

  test("takes one step of gradient descent as worked by hand", async () => {
    // One example x = (1, 0, 0, 0) of class 0, weights zero: softmax (½, ½), gradient of the weights x·(½ − 1, ½ − 0).
    const one = createDataset({
      features: Float32Array.of(1, 0, 0, 0),
      labels: Int32Array.of(0),
      exampleShape: [4],
      classNames: ["a", "b"],
    });
    const model = sequential({
      layers: [layers.dense({ units: 2, inputShape: [4], kernelInitializer: "zeros" })],
    });
    const optimizer = sgd({ learningRate: 0.5 });
    const { epochs } = await trainClassifier(model, one, { epochs: 1, seed: 1, optimizer });
    expect(epochs[0]!.terms.total).toBeCloseTo(Math.log(2), 6);
    expect(model.weights[0]!.read()).toBeAllClose([
      [0.25, -0.25],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(model.weights[1]!.read()).toBeAllClose([0.25, -0.25]);
    model.dispose();
  });

  test("gives the same weights for the same seed, with jitter and dropout too, and others for another seed", async () => {
    const random = { jitter: 1 };
    const dropout = { dropout: 0.5, inputDropout: 0.2 };
    expect(await trained(random, dropout)).toBe(await trained(random, dropout));
    expect(await trained(random, dropout)).not.toBe(await trained({ ...random, seed: 2 }, dropout));
    expect(await trained({}, dropout)).not.toBe(await trained());
    expect(await trained(random)).not.toBe(await trained());
  });

  test("keeps hidden units within maxNorm and leaves the output layer free", async () => {
    const model = makeModel();
    await trainClassifier(model, dataset, {
      ...OPTIONS,
      epochs: 8,
      maxNorm: 0.5,
      optimizer: sgd({ learningRate: 0.5 }),
    });
    const norms = model.trainableWeights
      .filter((weight) => weight.shape.length === 2)
      .map((weight) => Math.max(...tf.norm(weight.read(), 2, 0).dataSync()));
    expect(norms[0]).toBeLessThanOrEqual(0.500001);
    expect(norms[1]).toBeGreaterThan(0.6);
    model.dispose();
  });

  test("trains only the variables that it is told to", async () => {
    const model = makeModel();
    const [hidden, , output] = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const before = [hidden!.dataSync().slice(), output!.dataSync().slice()];
    await trainClassifier(model, dataset, { ...OPTIONS, variables: [output!] });
    expect(hidden!.dataSync()).toEqual(before[0]);
    expect(output!.dataSync()).not.toEqual(before[1]);
    model.dispose();
  });

  test("trains a function with its variables", async () => {
    const kernel = tf.tidy(() => tf.variable(tf.zeros([4, 2])));
    const linear = (features: tf.Tensor) =>
      tf.matMul(tf.reshape(features, [-1, 4]) as tf.Tensor2D, kernel as tf.Tensor2D);
    await trainClassifier(linear, dataset, { ...OPTIONS, variables: [kernel] });
    expect((await evaluate(linear, dataset)).errors).toBe(0);
    kernel.dispose();
  });

  test("evaluates a validation set after each epoch: one that is given, or one split off by seed", async () => {
    const model = makeModel();
    const given = await trainClassifier(model, dataset, { ...OPTIONS, validation: twoClasses(12, 5) });
    expect(given.epochs.map(({ validation }) => validation!.size)).toEqual([12, 12, 12, 12, 12]);
    const split = await trainClassifier(model, dataset, { ...OPTIONS, validation: { size: 16, seed: 3 } });
    // 24 examples are left to train on: three batches of 8 in each of 5 epochs.
    expect(split.steps).toBe(15);
    expect(split.epochs[0]!.validation!.size).toBe(16);
    model.dispose();
  });

  test("calls callbacks in the order and with the logs that tfjs users know", async () => {
    const seen: string[] = [];
    let last: Logs = {};
    const model = makeModel();
    await trainClassifier(model, dataset, {
      ...OPTIONS,
      epochs: 2,
      batchSize: 20,
      validation: twoClasses(4, 5),
      callbacks: [
        {
          onTrainBegin: (logs) => void seen.push(`begin ${logs.epochs} ${logs.batches} ${logs.examples}`),
          onEpochBegin: (epoch) => void seen.push(`epoch ${epoch}`),
          onBatchEnd: (batch, { size }) => void seen.push(`batch ${batch} ${size}`),
          onEpochEnd: async (_epoch, logs) => {
            last = logs;
          },
          onTrainEnd: () => void seen.push("end"),
        },
      ],
    });
    expect(seen).toEqual([
      "begin 2 2 40",
      "epoch 0",
      "batch 0 20",
      "batch 1 20",
      "epoch 1",
      "batch 0 20",
      "batch 1 20",
      "end",
    ]);
    expect(Object.keys(last)).toEqual(["loss", "learningRate", "valErrors", "valAccuracy", "valNll"]);
    model.dispose();
  });

  test("leaves no tensor behind, also when it throws", async () => {
    const model = makeModel({ dropout: 0.3 });
    const run = (options = {}) =>
      trainClassifier(model, dataset, { ...OPTIONS, validation: twoClasses(4, 5), ...options });
    await run();
    const before = tf.memory().numTensors;
    await run();
    await run({ optimizer: undefined, maxNorm: 1, jitter: 1 });
    const callbacks = {
      onBatchEnd: () => {
        throw new Error("from a callback");
      },
    };
    await expect(run({ callbacks })).rejects.toThrow("from a callback");
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  test("does not dispose of an optimizer that it was given", async () => {
    const optimizer = adam({ learningRate: 0.01 });
    const model = makeModel();
    await trainClassifier(model, dataset, { ...OPTIONS, epochs: 1, optimizer });
    const after = tf.memory().numTensors;
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(after - 2 * model.weights.length);
    model.dispose();
  });

  test("stops at the next step when aborted", async () => {
    const signal: { aborted: boolean; reason?: unknown } = { aborted: false };
    const reason = new Error("enough");
    let batches = 0;
    const model = makeModel();
    const callbacks = {
      onBatchEnd: () => {
        batches++;
        signal.aborted = true;
        signal.reason = reason;
      },
    };
    await expect(trainClassifier(model, dataset, { ...OPTIONS, signal, callbacks })).rejects.toBe(reason);
    expect(batches).toBe(1);
    model.dispose();
  });

  test("names what is wrong", async () => {
    const model = makeModel();
    const rejects = (options: object, text: RegExp, set = dataset) =>
      expect(trainClassifier(model, set, { ...OPTIONS, ...options })).rejects.toThrow(text);
    await rejects({ epochs: 0 }, /^trainClassifier: epochs must be an integer, at least 1, got 0$/);
    await rejects({ seed: 1.5 }, /^trainClassifier: seed must be an integer, at least 0, got 1.5$/);
    await rejects({ batchSize: 0 }, /^trainClassifier: batchSize must be an integer, at least 1, got 0$/);
    await rejects({ jitter: -1 }, /^trainClassifier: jitter must be an integer, at least 0, got -1$/);
    await rejects({ maxNorm: 0 }, /^trainClassifier: maxNorm must be a positive finite number, got 0$/);
    await rejects(
      {},
      /^trainClassifier: dataset must have at least one labelled example, got labels that are all -1$/,
      withoutLabels(dataset),
    );
    await rejects({}, /^trainClassifier: dataset must have at least one example, got 0$/, selectRows(dataset, []));
    await expect(trainClassifier((x) => x, dataset, OPTIONS)).rejects.toThrow(
      /^trainClassifier: variables must name at least one variable to train, got 0$/,
    );
    model.dispose();
  });
});
