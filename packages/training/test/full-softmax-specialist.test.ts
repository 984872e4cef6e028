import { createRandom } from "@dark-knowledge/core";
import { createDataset, type Dataset } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import {
  predictLogits,
  predictSpecialistProbs,
  sgd,
  type TrainSpecialistOptions,
  trainSpecialist,
} from "../src/index.ts";

const [INPUTS, CLASS_COUNT] = [4, 6];
const CLASSES = [4, 1];
const REST = [0, 2, 3, 5];
const specialist = { classes: Int32Array.from(CLASSES), classCount: CLASS_COUNT };

/** How many examples of each class there are of each input: a world whose posteriors are known. */
const COUNTS = (() => {
  const random = createRandom(5);
  return Array.from({ length: INPUTS }, () =>
    Array.from({ length: CLASS_COUNT }, (_, index) => (CLASSES.includes(index) ? 8 : 40) + random.integer(40)),
  );
})();

/** One bright pixel says which input an example is. */
const world = ((): Dataset => {
  const [features, labels]: [number[], number[]] = [[], []];
  COUNTS.forEach((counts, input) => {
    counts.forEach((count, label) => {
      for (let k = 0; k < count; k++) {
        features.push(...Array.from({ length: INPUTS }, (_, pixel) => (pixel === input ? 1 : 0)));
        labels.push(label);
      }
    });
  });
  return createDataset({
    features: Float32Array.from(features),
    labels: Int32Array.from(labels),
    exampleShape: [INPUTS],
    classNames: [..."abcdef"],
  });
})();

/** A net that says for each input what the counts say: the logits are their logarithms. */
function netOf(counts: readonly (readonly number[])[]): LayersModel {
  const model = sequential({ layers: [layers.dense({ inputShape: [INPUTS], units: CLASS_COUNT })] });
  const logits = counts.map((row) => row.map(Math.log));
  tf.tidy(() => model.setWeights([tf.tensor2d(logits), tf.zeros([CLASS_COUNT])]));
  return model;
}

/** The shares of the specialist's classes and of all others among the examples of an input, by counting. */
function posterior(counts: readonly number[]): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return [...CLASSES.map((index) => counts[index]! / all), REST.reduce((sum, index) => sum + counts[index]!, 0) / all];
}

/** The answers to the inputs, one row each. */
async function answers(trained: Parameters<typeof predictSpecialistProbs>[0]): Promise<number[][]> {
  const { data, columns } = await predictSpecialistProbs(trained, world);
  let first = 0;
  return COUNTS.map((counts) => {
    const row = Array.from(data.subarray(first * columns, (first + 1) * columns));
    first += counts.reduce((sum, count) => sum + count, 0);
    return row;
  });
}

const OPTIONS: TrainSpecialistOptions = {
  ...{ epochs: 60, patience: 60, temperature: 1, validation: world, seed: 3, batchSize: 64, softmax: "full" },
};
const optimizer = () => sgd({ learningRate: ({ step, totalSteps }) => 2 * (1 - step / totalSteps), momentum: 0.5 });
const largest = (rows: number[][], others: number[][]) =>
  Math.max(...rows.flatMap((row, k) => row.map((value, at) => Math.abs(value - others[k]![at]!))));

describe('trainSpecialist with softmax: "full"', () => {
  test("comes to the posteriors of nature, which only the sampling's ratio separates it from", async () => {
    // Wrong about its own classes and how often they come; right about which of the others it is.
    const wrong = COUNTS.map((counts) =>
      counts.map((count, index) => (CLASSES.includes(index) ? 300 - 3 * count : count)),
    );
    const generalist = netOf(wrong);
    const trained = await trainSpecialist(generalist, CLASSES, world, { ...OPTIONS, optimizer: optimizer() });
    const truth = COUNTS.map(posterior);
    expect(largest(wrong.map(posterior), truth)).toBeGreaterThan(0.4);
    expect(largest(await answers(trained), truth)).toBeLessThan(0.015);

    // All classes: log r is subtracted from the logits of its own ones, and the softmax is that of nature.
    const { data } = await predictLogits(trained.model, world);
    let first = 0;
    for (const counts of COUNTS) {
      const logits = Array.from(data.subarray(first * CLASS_COUNT, (first + 1) * CLASS_COUNT));
      const odds = logits.map((z, index) => Math.exp(z) / (CLASSES.includes(index) ? trained.oversampling : 1));
      const total = odds.reduce((sum, value) => sum + value, 0);
      const size = counts.reduce((sum, count) => sum + count, 0);
      odds.forEach((value, index) => {
        expect(Math.abs(value / total - counts[index]! / size)).toBeLessThan(0.015);
      });
      first += size;
    }
    trained.model.dispose();
    generalist.dispose();
  });

  test("learns which of the other classes it is from the generalist alone, right or wrong", async () => {
    const wrong = COUNTS.map((counts) => counts.map((count, index) => (index === 2 ? 8 * count : count)));
    const generalist = netOf(wrong);
    const trained = await trainSpecialist(generalist, CLASSES, world, { ...OPTIONS, optimizer: optimizer() });
    // The odds of its side against the other come from labels, so they are right.
    expect(largest(await answers(trained), COUNTS.map(posterior))).toBeLessThan(0.015);
    const { data } = await predictLogits(trained.model, world);
    const shares = (odds: readonly number[]) =>
      REST.map((index) => odds[index]! / REST.reduce((sum, j) => sum + odds[j]!, 0));
    const own = shares(Array.from(data.subarray(0, CLASS_COUNT), Math.exp));
    shares(wrong[0]!).forEach((share, k) => {
      expect(Math.abs(share - own[k]!)).toBeLessThan(0.015);
    });
    trained.model.dispose();
    generalist.dispose();
  });

  test("starts with the generalist's very answer, and stays there when no epoch is better", async () => {
    const generalist = netOf(COUNTS);
    const spoilt = { ...OPTIONS, patience: 1, optimizer: sgd({ learningRate: 500 }) };
    const before = tf.memory().numTensors;
    const trained = await trainSpecialist(generalist, CLASSES, world, spoilt);
    expect(tf.memory().numTensors).toBe(before + 2);
    expect(trained).toMatchObject({ bestEpoch: -1, softmax: "full" });
    expect(largest(await answers(trained), COUNTS.map(posterior))).toBeLessThan(1e-6);
    const own = COUNTS.reduce((sum, counts) => sum + counts[4]! + counts[1]!, 0);
    expect(trained.oversampling).toBeCloseTo((world.rows.length - own) / own, 12);
    trained.model.dispose();
    generalist.dispose();
  });

  test("draws the same examples as a specialist with a dustbin, and gives the same for the same seed", async () => {
    const generalist = netOf(COUNTS);
    const run = (options: Partial<TrainSpecialistOptions>) =>
      trainSpecialist(generalist, CLASSES, world, { ...OPTIONS, epochs: 2, ...options });
    const [first, again, other] = [await run({}), await run({}), await run({ softmax: "dustbin" })];
    expect(again.epochs).toEqual(first.epochs);
    expect(other.oversampling).toBe(first.oversampling);
    expect(other.model.outputs[0]!.shape).toEqual([null, 3]);
    expect(first.model.outputs[0]!.shape).toEqual([null, CLASS_COUNT]);
    for (const { model } of [first, again, other]) model.dispose();
    generalist.dispose();
  });

  test("says what softmax may be", async () => {
    const generalist = netOf(COUNTS);
    await expect(
      trainSpecialist(generalist, CLASSES, world, { ...OPTIONS, softmax: "half" as "full" }),
    ).rejects.toThrow('trainSpecialist: softmax must be one of "dustbin", "full", got "half"');
    generalist.dispose();
  });
});

describe('predictSpecialistProbs with softmax: "full"', () => {
  test("sums the other classes, and takes its own down by the ratio of the sampling", async () => {
    // Odds 1 : 6 : 1 : 1 : 12 : 3; at a third of that, 2 and 4 for its own classes, against 6 for the others.
    const model = netOf(COUNTS.map(() => [1, 6, 1, 1, 12, 3]));
    const [row] = await answers({ specialist, model, oversampling: 3, softmax: "full" });
    [4 / 12, 2 / 12, 6 / 12].forEach((value, at) => {
      expect(row![at]).toBeCloseTo(value, 6);
    });
    await expect(predictSpecialistProbs({ specialist, model, oversampling: 3 }, world)).rejects.toThrow(
      "predictSpecialistProbs: model must give 3 logits for each example (the classes of the dataset), got an output of shape [6]",
    );
    await expect(
      predictSpecialistProbs({ specialist, model, oversampling: 3, softmax: "half" as "full" }, world),
    ).rejects.toThrow('predictSpecialistProbs: softmax must be one of "dustbin", "full", got "half"');
    model.dispose();
  });

  test("is finite for logits of ±10,000", async () => {
    const model = netOf(COUNTS.map(() => [1, 1, 1, 1, 1, 1]));
    const logits = COUNTS.map(() => [-1e4, 1e4, 0, -1e4, -1e4, 1e4]);
    tf.tidy(() => model.setWeights([tf.tensor2d(logits), tf.zeros([CLASS_COUNT])]));
    const [row] = await answers({ specialist, model, oversampling: 3, softmax: "full" });
    [0, 0.25, 0.75].forEach((value, at) => {
      expect(row![at]).toBeCloseTo(value, 6);
    });
    model.dispose();
  });
});
