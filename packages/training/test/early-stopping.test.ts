import type { Matrix } from "@dark-knowledge/core";
import { type Dataset, labelsOf } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import {
  createMlp,
  distill,
  evaluate,
  type Metric,
  predictLogits,
  reduceOnPlateau,
  sgd,
  type TrainClassifierOptions,
  type TrainingState,
  trainClassifier,
} from "../src/index.ts";
import { checkpointsInMemory } from "./fixtures/checkpoints-in-memory.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const dataset = twoClasses(20, 1);
const validation = twoClasses(30, 2);
const OPTIONS = { epochs: 6, seed: 1, batchSize: 10, validation };

/** A figure that is what a list says, epoch by epoch, the start first. */
const scripted = (values: readonly number[], better: Metric["better"] = "lower"): Metric => {
  let asked = 0;
  return { name: "scripted", better, compute: () => values[asked++]! };
};

async function run(options: Partial<TrainClassifierOptions>, from?: TrainingState) {
  const model = createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [4], classCount: 2, seed: from ? 8 : 7 });
  const checkpoints = checkpointsInMemory(from);
  const ends: unknown[] = [];
  const callbacks = { onTrainEnd: (logs: object) => void ends.push(logs) };
  try {
    const history = await trainClassifier(model, dataset, { ...OPTIONS, callbacks, checkpoints, ...options });
    const { nll } = await evaluate(model, validation);
    const values = await Promise.all(model.getWeights().map((weight) => weight.data()));
    return { history, weights: values.map((one) => [...one]), nll, states: checkpoints.states, ends };
  } finally {
    model.dispose();
  }
}

const weightsOf = (state: TrainingState) => state.weights.map(({ values }) => [...values]);

describe("earlyStopping", () => {
  test.each<[string, readonly number[], Metric["better"], number, number, number]>([
    // The figure at the start and after each epoch; how many epochs are run, and which is the best.
    ["after as many epochs without a better figure as it has patience", [5, 4, 3, 3, 4, 0, 0], "lower", 2, 4, 1],
    ["not at all where every epoch is better", [6, 5, 4, 3, 2, 1, 0], "lower", 1, 6, 5],
    ["at once where the start is best", [1, 2, 3, 4, 5, 6, 7], "lower", 1, 1, -1],
    ["by a figure that is better when it is higher", [0, 1, 3, 2, 3, 2, 9], "higher", 3, 5, 1],
    ["not while patience begins again", [9, 8, 9, 7, 9, 6, 9], "lower", 2, 6, 4],
  ])("stops %s", async (_, values, better, patience, epochs, best) => {
    const metrics = [scripted(values, better)];
    const { history, weights, states, ends } = await run({ metrics, earlyStopping: { metric: "scripted", patience } });
    expect(history.epochs).toHaveLength(epochs);
    expect(history.steps).toBe(2 * epochs);
    expect(history.bestEpoch).toBe(best);
    expect(history.start!.scripted).toBe(values[0]);
    expect(history.epochs.map(({ validation }) => validation!.scripted)).toEqual(values.slice(1, epochs + 1));
    expect(ends).toHaveLength(1);
    // The weights are those after the best epoch: the state of its last step.
    if (best >= 0) expect(weights).toEqual(weightsOf(states.find(({ step }) => step === 2 * (best + 1))!));
    else expect(states[0]!.best!.weights.map(({ values }) => [...values])).toEqual(weights);
    expect(states.map(({ isFinished }) => isFinished)).toEqual(states.map(({ step }) => step === 2 * epochs));
  });

  test("counts a figure as better only by more than minDelta", async () => {
    const values = [10, 9.5, 9, 8.4, 8, 7, 6];
    const stopped = async (minDelta: number) =>
      (await run({ metrics: [scripted(values)], earlyStopping: { metric: "scripted", patience: 2, minDelta } })).history
        .epochs.length;
    expect(await stopped(0)).toBe(6);
    // 9.5 is half better than 10, 9 is one better, and not more.
    expect(await stopped(1)).toBe(2);
    expect(await stopped(0.9)).toBe(6);
  });

  test("goes by the likelihood when it is not told otherwise", async () => {
    const fast = { optimizer: sgd({ learningRate: 50 }), epochs: 30 };
    const { history, nll } = await run({ ...fast, earlyStopping: { patience: 3 } });
    const nlls = [history.start!, ...history.epochs.map(({ validation }) => validation!)].map(({ nll }) => nll);
    expect(history.bestEpoch).toBe(nlls.indexOf(Math.min(...nlls)) - 1);
    expect(history.epochs.length).toBe(history.bestEpoch! + 4);
    expect(nll).toBe(Math.min(...nlls));
  });

  test("leaves the last weights where they are wanted, and ends without a word when it is resumed", async () => {
    const earlyStopping = { metric: "scripted", patience: 2 };
    const stopped = () => ({ metrics: [scripted([5, 4, 5, 6, 7, 8, 9])], earlyStopping, keepBest: false });
    const { history, weights, states } = await run(stopped());
    expect(history.epochs).toHaveLength(3);
    expect(history.bestEpoch).toBeUndefined();
    expect(weights).toEqual(weightsOf(states.at(-1)!));
    expect(states.at(-1)!.best).toBeUndefined();
    const again = await run(stopped(), states.at(-1));
    expect(again.history).toEqual(history);
    expect(again.weights).toEqual(weights);
    expect(again.states).toEqual([]);
  });

  test("may be given more patience by who resumes it", async () => {
    const values = [5, 4, 5, 6, 3, 8, 9];
    const patient = (patience: number, seen = 0) => ({
      metrics: [scripted(values.slice(seen))],
      earlyStopping: { metric: "scripted", patience },
    });
    const { states, history } = await run(patient(2));
    expect(history.bestEpoch).toBe(0);
    const longer = await run(patient(3, 4), states.at(-1));
    const whole = await run(patient(3));
    expect(longer.history).toEqual(whole.history);
    expect(longer.weights).toEqual(whole.weights);
    expect(whole.history.bestEpoch).toBe(3);
  });
});

describe("keepBest", () => {
  test("puts the best weights back without stopping, by any figure", async () => {
    const values = [5, 4, 1, 6, 7, 8, 9];
    const { history, weights, states } = await run({ metrics: [scripted(values)], keepBest: "scripted" });
    expect(history.epochs).toHaveLength(6);
    expect(history.bestEpoch).toBe(1);
    expect(weights).toEqual(weightsOf(states.find(({ step }) => step === 4)!));
    const byAccuracy = await run({ keepBest: "accuracy" });
    const accuracies = [byAccuracy.history.start!, ...byAccuracy.history.epochs.map((one) => one.validation!)];
    expect(accuracies[byAccuracy.history.bestEpoch! + 1]!.accuracy).toBe(
      Math.max(...accuracies.map(({ accuracy }) => accuracy)),
    );
  });

  test("is resumed at any step to the same end, bit for bit", async () => {
    const options = () => ({
      optimizer: sgd({ learningRate: reduceOnPlateau(20, { patience: 1, factor: 0.5 }), momentum: 0.5 }),
      earlyStopping: { patience: 3 },
      keepBest: "accuracy",
    });
    const whole = await run(options());
    expect(whole.states.length).toBeGreaterThan(5);
    for (const state of whole.states) {
      const resumed = await run(options(), state);
      expect(resumed.history).toEqual(whole.history);
      expect(resumed.weights).toEqual(whole.weights);
    }
  });

  test("of another figure is another run", async () => {
    const { states } = await run({ keepBest: "accuracy" });
    await expect(run({ keepBest: "nll" }, states[2])).rejects.toThrow(
      "trainClassifier: keepBest must be accuracy (as in the checkpoint), got nll",
    );
  });

  test("leaves no tensor behind", async () => {
    const before = tf.memory().numTensors;
    await run({ keepBest: true, epochs: 2 });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("metrics", () => {
  test("are computed of the logits of the validation set, later too, and told to callbacks", async () => {
    const seen: [Matrix<Float32Array>, Dataset][] = [];
    /** The share of class 0 among the answers. */
    const topShare: Metric = {
      name: "topShare",
      better: "higher",
      compute: async (logits, of) => {
        seen.push([logits, of]);
        await Promise.resolve();
        return (
          labelsOf(of).reduce((sum, _, row) => sum + (logits.data[2 * row]! > logits.data[2 * row + 1]! ? 1 : 0), 0) /
          of.rows.length
        );
      },
    };
    const model = createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [], classCount: 2, seed: 7 });
    const logs: Record<string, number>[] = [];
    const callbacks = { onEpochEnd: (_: number, told: Record<string, number>) => void logs.push(told) };
    const options = { ...OPTIONS, epochs: 2, metrics: [topShare], callbacks };
    const { epochs } = await trainClassifier(model, dataset, options);
    expect(seen).toHaveLength(2);
    expect(seen[1]![0].data).toEqual((await predictLogits(model, validation)).data);
    expect(seen[1]![1]).toBe(validation);
    expect(logs[1]!.valTopShare).toBe(epochs[1]!.validation!.topShare);
    expect(Object.keys(epochs[1]!.validation!)).toEqual(["size", "errors", "accuracy", "nll", "topShare"]);
    model.dispose();
  });

  test("serve distill, with the divergence from the teacher as one", async () => {
    const teacher = (features: tf.Tensor) => tf.mul(tf.sum(tf.reshape(features, [-1, 2, 2]), 2), 2);
    const ofTeacher = await predictLogits(teacher, validation);
    // What is added to all logits of an example alike is no difference between answers.
    const gaps = (logits: Float32Array) => logits.map((value, at) => value - logits[at ^ 1]!);
    const expected = gaps(ofTeacher.data);
    const distance: Metric = {
      name: "distance",
      better: "lower",
      compute: ({ data }) => gaps(data).reduce((sum, gap, at) => sum + Math.abs(gap - expected[at]!), 0),
    };
    const model = createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [4], classCount: 2, seed: 8 });
    const options = { ...OPTIONS, temperature: 2, metrics: [distance], keepBest: "distance" };
    const { epochs, start, bestEpoch } = await distill(model, teacher, dataset, options);
    const values = [start!, ...epochs.map((one) => one.validation!)].map(({ distance }) => distance!);
    expect(values[bestEpoch! + 1]).toBe(Math.min(...values));
    expect(Math.min(...values)).toBeLessThan(values[0]!);
    model.dispose();
  });

  test("must be numbers", async () => {
    const broken: Metric = { name: "f1", better: "higher", compute: () => Number.NaN };
    await expect(run({ metrics: [broken] })).rejects.toThrow("trainClassifier: metric f1 must be a number, got NaN");
  });
});

test.each<[string, object, string]>([
  [
    "no validation set",
    { validation: undefined, keepBest: true },
    "validation must be given with keepBest, got undefined",
  ],
  [
    "none for metrics",
    { validation: undefined, metrics: [scripted([])] },
    "validation must be given with metrics, got undefined",
  ],
  ["no patience", { earlyStopping: {} }, "earlyStopping.patience must be an integer, at least 1, got undefined"],
  [
    "a misspelt one",
    { earlyStopping: { patence: 1 } },
    'earlyStopping must have known names only (did you mean "patience"?), got "patence"',
  ],
  [
    "an unknown figure",
    { earlyStopping: { patience: 1, metric: "f1" } },
    'earlyStopping.metric must be a figure of the validation set (errors, accuracy, nll), got "f1"',
  ],
  [
    "an unknown figure to keep",
    { keepBest: "f1" },
    'keepBest must be a figure of the validation set (errors, accuracy, nll), got "f1"',
  ],
  [
    "a negative minDelta",
    { earlyStopping: { patience: 1, minDelta: -1 } },
    "earlyStopping.minDelta must be a finite number, at least 0, got -1",
  ],
  [
    "a name that is taken",
    { metrics: [{ ...scripted([]), name: "nll" }] },
    'metrics[0].name must be another one than those of the other figures, got "nll"',
  ],
  [
    "no direction",
    { metrics: [{ name: "f1", compute: () => 1 }] },
    'metrics[0].better must be one of "lower", "higher", got undefined',
  ],
  [
    "no function",
    { metrics: [{ name: "f1", better: "lower" }] },
    "metrics[0].compute must be a function of logits and validation set, got undefined",
  ],
  [
    "a schedule that needs a validation set",
    { validation: undefined, optimizer: sgd({ learningRate: reduceOnPlateau(1, { patience: 1 }) }) },
    'reduceOnPlateau: metric must be a figure of the validation set (), got "nll"',
  ],
])("training refuses, before any work, %s", async (_, options, text) => {
  await expect(run(options)).rejects.toThrow(text);
});

describe("a finished run", () => {
  const constant = () => ({ optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }) });

  test("is extended by more epochs, to the end of a run that had as many from the start", async () => {
    const short = await run({ ...constant(), epochs: 2 });
    const longer = await run({ ...constant(), epochs: 5 }, short.states.at(-1));
    const whole = await run({ ...constant(), epochs: 5 });
    expect(longer.history).toEqual(whole.history);
    expect(longer.weights).toEqual(whole.weights);
    // It can be resumed and extended again.
    const resumed = await run({ ...constant(), epochs: 5 }, longer.states[1]);
    expect(resumed.weights).toEqual(whole.weights);
    const again = await run({ ...constant(), epochs: 6 }, longer.states.at(-1));
    expect(again.history.epochs).toHaveLength(6);
  });

  test("follows the schedule of the longer run from there on", async () => {
    const { states } = await run({ epochs: 2 });
    const { history } = await run({ epochs: 4 }, states.at(-1));
    const whole = await run({ epochs: 4 });
    const rates = (one: typeof whole) => one.history.epochs.map(({ learningRate }) => learningRate);
    expect(rates({ ...whole, history })).toEqual([...rates(await run({ epochs: 2 })), ...rates(whole).slice(2)]);
  });

  test("with other options is not extended, nor one that is not finished, nor to fewer epochs", async () => {
    const { states } = await run({ epochs: 2 });
    await expect(run({ epochs: 4, seed: 2 }, states.at(-1))).rejects.toThrow("seed must be 1 (as in the checkpoint)");
    await expect(run({ epochs: 1 }, states.at(-1))).rejects.toThrow("epochs must be 2 (as in the checkpoint), got 1");
    await expect(run({ epochs: 4 }, states[1])).rejects.toThrow("epochs must be 2 (as in the checkpoint), got 4");
  });

  test("keeps the best weights of all its epochs", async () => {
    const values = [9, 3, 4, 5, 2, 6, 7];
    const first = await run({ ...constant(), epochs: 2, metrics: [scripted(values)], keepBest: "scripted" });
    expect(first.history.bestEpoch).toBe(0);
    const metrics = [scripted(values.slice(3))];
    const longer = await run({ ...constant(), epochs: 5, metrics, keepBest: "scripted" }, first.states.at(-1));
    expect(longer.history.bestEpoch).toBe(3);
    const never = [scripted([8, 8, 8])];
    const worse = await run({ ...constant(), epochs: 5, metrics: never, keepBest: "scripted" }, first.states.at(-1));
    expect(worse.history.bestEpoch).toBe(0);
    expect(worse.weights).toEqual(first.weights);
  });
});
