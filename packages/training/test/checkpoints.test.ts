import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ClassTargets, type Dataset, labelsOf, selectRows, withoutLabels } from "@dark-knowledge/datasets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import {
  adagrad,
  adam,
  adamw,
  type Checkpoints,
  cosineDecay,
  createMlp,
  type DistillOptions,
  distill,
  linearRamp,
  type Optimizer,
  sgd,
  type TrainClassifierOptions,
  type TrainingState,
  trainClassifier,
} from "../src/index.ts";
import { recordSoftTargets } from "../src/node/index.ts";
import { checkpointsInMemory } from "./fixtures/checkpoints-in-memory.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const dataset = twoClasses(20, 1);
// Three steps an epoch, the last of them smaller: nine steps.
const OPTIONS = { epochs: 3, seed: 1, batchSize: 8 };
const STEPS = 9;

interface Case {
  readonly make?: (seed: number) => LayersModel;
  readonly optimizer?: () => Optimizer;
  readonly options?: Partial<TrainClassifierOptions>;
}

const makeModel = (seed: number, options = {}) =>
  createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [6], classCount: 2, seed, ...options });

type Loop = (model: LayersModel, options: Partial<TrainClassifierOptions>) => Promise<unknown>;
const classify: Loop = (model, options) => trainClassifier(model, dataset, { ...OPTIONS, ...options });

/** Trains a new model, and tells all that came of it: its states, the history, and what the callbacks were told. */
async function run(loop: Loop, { make = makeModel, optimizer, options = {} }: Case, from?: TrainingState, seed = 7) {
  const model = make(seed);
  const own = optimizer?.();
  const checkpoints = checkpointsInMemory(from);
  const logs: unknown[] = [];
  const callbacks = {
    onBatchEnd: (...seen: unknown[]) => void logs.push(["batch", ...seen]),
    onEpochEnd: (...seen: unknown[]) => void logs.push(["epoch", ...seen]),
    onTrainEnd: (...seen: unknown[]) => void logs.push(["end", ...seen]),
  };
  try {
    const history = await loop(model, { ...options, callbacks, checkpoints, ...(own ? { optimizer: own } : {}) });
    const weights = await Promise.all(model.weights.map((weight) => weight.read().data()));
    return { history, logs, states: checkpoints.states, weights: weights.map((values) => Float32Array.from(values)) };
  } finally {
    own?.dispose();
    model.dispose();
  }
}

/** Stops at every step and goes on with a new model of other weights, and expects the same end as without a break. */
async function expectTheSameEnd(loop: Loop, one: Case): Promise<void> {
  const whole = await run(loop, one);
  expect(whole.states.map(({ step }) => step)).toEqual(Array.from({ length: STEPS }, (_, index) => index + 1));
  for (const state of whole.states) {
    const resumed = await run(loop, one, state, 8);
    expect(resumed.weights).toEqual(whole.weights);
    expect(resumed.history).toEqual(whole.history);
    expect(resumed.states).toEqual(whole.states.slice(state.step));
    expect(resumed.logs).toEqual(whole.logs.slice(whole.logs.length - resumed.logs.length));
    // One line for each batch and epoch that was left, and one for the end.
    expect(resumed.logs).toHaveLength(STEPS - state.step + (3 - Math.floor(state.step / 3)) + 1);
  }
}

describe("resuming at any step ends like an uninterrupted run, bit for bit", () => {
  const momentum = () => sgd({ learningRate: cosineDecay(0.1), momentum: linearRamp(0.5, 0.9, { epochs: 2 }) });
  test.each<[string, Case]>([
    ["the default optimizer", {}],
    ["plain gradient descent", { optimizer: () => sgd({ learningRate: 0.1 }) }],
    ["momentum along a ramp", { optimizer: momentum }],
    ["Nesterov", { optimizer: () => sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 1e-3 }) }],
    ["adam", { optimizer: () => adam({ learningRate: 0.01 }) }],
    ["adagrad", { optimizer: () => adagrad({ learningRate: cosineDecay(0.1) }) }],
    ["adamw", { optimizer: () => adamw({ learningRate: cosineDecay(0.01), weightDecay: 0.1 }) }],
    ["dropout", { make: (seed) => makeModel(seed, { dropout: 0.5, inputDropout: 0.2 }) }],
    ["jitter and maxNorm", { options: { jitter: 1, maxNorm: 0.5 } }],
    ["a validation set", { options: { validation: twoClasses(6, 5) } }],
    ["another loss", { options: { loss: (z, labels) => tf.mul(tf.sum(tf.square(z), 1), tf.cast(labels, "float32")) } }],
  ])("%s", (_, one) => expectTheSameEnd(classify, one));

  test("batch normalisation, whose moving statistics are weights that are not trained", async () => {
    const make = () =>
      sequential({
        layers: [
          layers.flatten({ inputShape: [2, 2, 1] }),
          layers.dense({ name: "hidden", units: 4, kernelInitializer: "ones" }),
          layers.batchNormalization({ name: "norm" }),
          layers.dropout({ rate: 0.3 }),
          layers.dense({ name: "logits", units: 2 }),
        ],
      });
    const { states } = await run(classify, { make });
    const moving = states.map(({ weights }) => [...weights.at(-2)!.values, ...weights.at(-1)!.values].join());
    expect(new Set(moving).size).toBe(STEPS);
    await expectTheSameEnd(classify, { make });
  });

  test("a dropout layer inside a nested model", async () => {
    const make = (seed: number) => sequential({ layers: [makeModel(seed, { dropout: 0.5 })] });
    await expectTheSameEnd(classify, { make });
  });

  test("some of the variables", async () => {
    const loop: Loop = (model, options) =>
      classify(model, { ...options, variables: [model.trainableWeights[2]!.read() as tf.Variable] });
    await expectTheSameEnd(loop, { optimizer: () => adam({ learningRate: 0.01 }) });
  });

  const teacher = (features: tf.Tensor) => tf.mul(tf.sum(tf.reshape(features, [-1, 2, 2]), 2), 2);
  const distilled = (from: Parameters<typeof distill>[1], own: Partial<DistillOptions>): Loop => {
    const options: DistillOptions = { ...OPTIONS, temperature: 3, ...own };
    return (model, more) => distill(model, from, dataset, { ...options, ...(more as Partial<DistillOptions>) });
  };

  test("distill, with a living teacher and a temperature that changes", async () => {
    const temperature = linearRamp(5, 2, { epochs: 3 });
    await expectTheSameEnd(distilled(teacher, { temperature }), {});
    await expectTheSameEnd(distilled(teacher, { temperature }), { options: { jitter: 1 } });
    await expectTheSameEnd(distilled(teacher, { softLoss: (z, v) => tf.sum(tf.squaredDifference(z, v), 1) }), {});
  });

  test("distill, from recorded answers", async () => {
    const directory = mkdtempSync(join(tmpdir(), "checkpoints-"));
    const model = makeModel(3);
    try {
      const views = { epochs: 2, seed: 9, jitter: 1 };
      await recordSoftTargets(model, dataset, join(directory, "stored"), {});
      await recordSoftTargets(model, dataset, join(directory, "views"), { views });
      const stored = await openSoftTargets(join(directory, "stored"));
      const jittered = await openSoftTargets(join(directory, "views"));
      await expectTheSameEnd(distilled(stored, {}), {});
      await expectTheSameEnd(distilled(jittered, {}), { options: { jitter: 1 } });
      await stored.close();
      await jittered.close();
    } finally {
      model.dispose();
      rmSync(directory, { recursive: true });
    }
  });

  test("a function of variables", async () => {
    async function trained(from?: TrainingState) {
      const kernel = tf.tidy(() => tf.variable(tf.fill([4, 2], from ? 9 : 0)));
      const linear = (x: tf.Tensor) => tf.matMul(tf.reshape(x, [-1, 4]) as tf.Tensor2D, kernel as tf.Tensor2D);
      const checkpoints = checkpointsInMemory(from);
      await trainClassifier(linear, dataset, { ...OPTIONS, variables: [kernel], checkpoints });
      const weights = Float32Array.from(await kernel.data());
      kernel.dispose();
      return { weights, states: checkpoints.states };
    }
    const whole = await trained();
    expect((await trained(whole.states[4])).weights).toEqual(whole.weights);
  });

  test("an optimizer that has seen other steps in between", async () => {
    const optimizer = adam({ learningRate: 0.01 });
    const model = makeModel(7);
    const checkpoints = checkpointsInMemory();
    await classify(model, { optimizer, checkpoints });
    const again = checkpointsInMemory(checkpoints.states[3]);
    await classify(model, { optimizer, checkpoints: again });
    expect(again.states.at(-1)).toEqual(checkpoints.states.at(-1));
    // Of no step at all.
    optimizer.restore([], []);
    optimizer.dispose();
    model.dispose();
  });
});

describe("states", () => {
  test("are saved after so many steps of the run and after every epoch, once each", async () => {
    for (const [everySteps, expected] of [
      [undefined, [3, 6, 9]],
      [2, [2, 3, 4, 6, 8, 9]],
      [4, [3, 4, 6, 8, 9]],
      [100, [3, 6, 9]],
    ] as const) {
      const { states, ...kept } = checkpointsInMemory();
      const checkpoints: Checkpoints = { latest: kept.latest, save: kept.save, ...(everySteps ? { everySteps } : {}) };
      const model = makeModel(7);
      await classify(model, { checkpoints });
      expect(states.map(({ step }) => step)).toEqual(expected);
      model.dispose();
    }
  });

  test("are copies: what becomes of them changes nothing, and training does not change them", async () => {
    const whole = await run(classify, { optimizer: () => adam({ learningRate: 0.01 }) });
    const seen: string[] = [];
    const states: TrainingState[] = [];
    const checkpoints: Checkpoints = {
      everySteps: 1,
      latest: async () => undefined,
      save: async (state) => {
        const numbers = state.optimizer.flatMap((memory) => Object.values(memory));
        const arrays = [...state.weights.map(({ values }) => values), ...numbers];
        for (const values of arrays) if (typeof values !== "number") values.fill(7);
        states.push(state);
        seen.push(JSON.stringify(state));
      },
    };
    const model = makeModel(7);
    const optimizer = adam({ learningRate: 0.01 });
    await classify(model, { checkpoints, optimizer });
    expect(model.weights.map((weight) => weight.read().dataSync())).toEqual(whole.weights);
    expect(states.map((state) => JSON.stringify(state))).toEqual(seen);
    optimizer.dispose();
    model.dispose();
  });

  test("come after the callbacks of their step, so that what callbacks write is never behind", async () => {
    const order: string[] = [];
    const checkpoints: Checkpoints = {
      everySteps: 2,
      latest: async () => undefined,
      save: async ({ step }) => void order.push(`state ${step}`),
    };
    const model = makeModel(7);
    const callbacks = {
      onBatchEnd: (batch: number) => void order.push(`batch ${batch}`),
      onEpochEnd: (epoch: number) => void order.push(`epoch ${epoch}`),
    };
    await classify(model, { epochs: 1, checkpoints, callbacks });
    expect(order).toEqual(["batch 0", "batch 1", "state 2", "batch 2", "epoch 0", "state 3"]);
    model.dispose();
  });

  test("of an aborted run are saved at the step where it stops", async () => {
    const signal = { aborted: false, reason: new Error("enough") };
    const { states, latest, save } = checkpointsInMemory();
    const whole = await run(classify, {});
    const model = makeModel(7);
    let batches = 0;
    const onBatchEnd = () => {
      signal.aborted = ++batches === 5;
    };
    const stopped = classify(model, { signal, checkpoints: { latest, save }, callbacks: { onBatchEnd } });
    await expect(stopped).rejects.toBe(signal.reason);
    expect(states.map(({ step }) => step)).toEqual([3, 5]);
    expect((await run(classify, {}, states[1])).weights).toEqual(whole.weights);
    // Nothing new is saved of a run that is aborted where it was gone on with.
    const again = checkpointsInMemory(states[1]);
    signal.aborted = true;
    await expect(classify(model, { signal, checkpoints: again })).rejects.toBe(signal.reason);
    expect(again.states).toEqual([]);
    model.dispose();
  });

  test("are not saved once the loss is not finite", async () => {
    const checkpoints = checkpointsInMemory();
    const model = makeModel(7);
    const optimizer = sgd({ learningRate: 1e30 });
    await expect(classify(model, { checkpoints, optimizer })).rejects.toThrow(/^trainClassifier: /);
    for (const { termSums, epochs, weights } of checkpoints.states) {
      expect(Number.isFinite(termSums === undefined ? epochs.at(-1)!.terms.total : termSums.total!.sum)).toBe(true);
      expect(weights.every(({ values }) => values.every(Number.isFinite))).toBe(true);
    }
    expect(checkpoints.states.length).toBeLessThan(3);
    model.dispose();
  });

  test("of a finished run give its history at once", async () => {
    const whole = await run(classify, {});
    const again = await run(classify, {}, whole.states.at(-1));
    expect(again.history).toEqual(whole.history);
    expect(again.logs).toEqual([whole.logs.at(-1)]);
    expect(again.states).toEqual([]);
  });

  test("leave no tensor behind, neither saved nor taken up nor refused", async () => {
    const { states } = await run(classify, {});
    const before = tf.memory().numTensors;
    await run(classify, {});
    await run(classify, {}, states[4]);
    await run(classify, { optimizer: () => adam({ learningRate: 0.1 }) });
    await expect(run(classify, { options: { seed: 2 } }, states[4])).rejects.toThrow("seed");
    const broken: Checkpoints = { latest: async () => states[4], save: () => Promise.reject(new Error("no room")) };
    const model = makeModel(7);
    await expect(classify(model, { checkpoints: broken })).rejects.toThrow("no room");
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("a state of another run is refused", () => {
  const refuses = async (one: Case, text: string | RegExp, loop: Loop = classify) => {
    const { states } = await run(classify, {});
    await expect(run(loop, one, states[4])).rejects.toThrow(text);
  };

  test.each<[Partial<TrainClassifierOptions>, string]>([
    [{ epochs: 4 }, "trainClassifier: epochs must be 3 (as in the checkpoint), got 4"],
    [{ seed: 2 }, "trainClassifier: seed must be 1 (as in the checkpoint), got 2"],
    [{ batchSize: 7 }, "trainClassifier: batchSize must be 8 (as in the checkpoint), got 7"],
    [{ jitter: 1 }, "trainClassifier: jitter must be 0 (as in the checkpoint), got 1"],
    [{ maxNorm: 0.5 }, "trainClassifier: maxNorm must be none (as in the checkpoint), got 0.5"],
    [
      { loss: (z) => tf.sum(z, 1) },
      "trainClassifier: loss must be cross-entropy (as in the checkpoint), got a function",
    ],
  ])("%o", async (options, text) => {
    await refuses({ options }, text);
  });

  test("with another optimizer", async () => {
    await refuses(
      { optimizer: () => adam({ learningRate: 0.1 }) },
      "trainClassifier: optimizer.name must be sgd (as in the checkpoint), got adam",
    );
    await refuses(
      { optimizer: () => sgd({ learningRate: cosineDecay(0.1), momentum: 0.5 }) },
      "trainClassifier: optimizer.momentum must be 0.9 (as in the checkpoint), got 0.5",
    );
    // The cosine is asked at steps 0, 4 and 8 of 9: 0.05·(1 + cos(π·4/9)), 0.05·(1 + cos(π·8/9)).
    await refuses(
      { optimizer: () => sgd({ learningRate: 0.1, momentum: 0.9 }) },
      "trainClassifier: optimizer.learningRate must be 0.1 … 0.0586824 … 0.00301537 (as in the checkpoint), got 0.1",
    );
  });

  test("on other examples, other labels, another order or another validation set", async () => {
    const differs = (name: string) =>
      new RegExp(`^trainClassifier: ${name} must be [0-9a-f]{16} \\(as in the checkpoint\\), got [0-9a-f]{16}$`);
    const on =
      (other: typeof dataset): Loop =>
      (model, options) =>
        trainClassifier(model, other, { ...OPTIONS, ...options });
    const labels = labelsOf(dataset).map((label) => 1 - label);
    const relabelled: Dataset = { ...dataset, targets: { ...dataset.targets, labels } as ClassTargets };
    for (const other of [twoClasses(20, 2), relabelled, selectRows(dataset, [...dataset.rows].reverse())]) {
      await refuses({}, differs("dataset"), on(other));
    }
    const validation = twoClasses(4, 3);
    await refuses({ options: { validation } }, /^trainClassifier: validation must be none \(as in the check/);
  });

  test("with another net", async () => {
    const student = /^trainClassifier: student must be [0-9a-f]{16} \(as in the checkpoint\), got [0-9a-f]{16}$/;
    await refuses({ make: (seed) => makeModel(seed, { hiddenUnits: [5] }) }, student);
    await refuses({ make: (seed) => makeModel(seed, { dropout: 0.1 }) }, student);
    const some: Loop = (model, options) =>
      classify(model, { ...options, variables: [model.trainableWeights[2]!.read() as tf.Variable] });
    await refuses({}, "trainClassifier: variables must be 0, 1, 2, 3 (as in the checkpoint), got 2", some);
    const other: Loop = (model, options) =>
      trainClassifier((x) => model.apply(tf.reshape(x, [-1, 2, 2, 1])) as tf.Tensor, dataset, {
        ...OPTIONS,
        ...options,
        variables: model.trainableWeights.map((weight) => weight.read() as tf.Variable),
      });
    await refuses(
      {},
      /^trainClassifier: student must be [0-9a-f]{16} \(as in the checkpoint\), got a function$/,
      other,
    );
    const { states } = await run(other, {});
    await expect(run(other, { make: (seed) => makeModel(seed, { hiddenUnits: [5] }) }, states[4])).rejects.toThrow(
      "trainClassifier: classifier must have weights of shapes [4, 6], [6], [6, 2], [2] (as in the checkpoint), got [4, 5], [5], [5, 2], [2]",
    );
  });

  test("in another loop, or of distill with other terms", async () => {
    const teacher = (features: tf.Tensor) => tf.slice(tf.reshape(features, [-1, 4]), [0, 0], [-1, 2]);
    const loop =
      (own: Partial<DistillOptions> = {}, from: Parameters<typeof distill>[1] = teacher, set = dataset): Loop =>
      (model, options) =>
        distill(model, from, set, { ...OPTIONS, temperature: 3, ...own, ...(options as Partial<DistillOptions>) });
    await refuses({}, "distill: loop must be trainClassifier (as in the checkpoint), got distill", loop());
    const { states } = await run(loop(), {});
    const rejects = (other: Loop, text: string | RegExp) => expect(run(other, {}, states[4])).rejects.toThrow(text);
    const as = "(as in the checkpoint), got";
    await rejects(loop({ temperature: 4 }), `distill: temperature must be 3 ${as} 4`);
    await rejects(loop({ hardWeight: 0.2 }), `distill: hardWeight must be 0.1 ${as} 0.2`);
    await rejects(loop({ softWeight: 0.5 }), `distill: softWeight must be 0.9 ${as} 0.5`);
    await rejects(
      loop({ softLoss: (z, v) => tf.sum(tf.squaredDifference(z, v), 1) }),
      `distill: softLoss must be cross-entropy ${as} a function`,
    );
    const model = makeModel(3);
    await rejects(loop({}, model), /^distill: teacher must be a function \(as in the checkpoint\), got [0-9a-f]{16}$/);
    await rejects(loop({ hardWeight: 0 }, teacher, withoutLabels(dataset)), /^distill: dataset must be /);
    model.dispose();
  });

  test("and so are checkpoints that make no sense, and weights that are no numbers", async () => {
    const model = makeModel(7);
    const checkpoints = { ...checkpointsInMemory(), everySteps: 0 };
    await expect(classify(model, { checkpoints })).rejects.toThrow(
      "trainClassifier: checkpoints.everySteps must be an integer, at least 1, got 0",
    );
    model.dispose();
    const flag = tf.tidy(() => tf.variable(tf.tensor1d([1, 0], "int32"), true, "flag"));
    const constant = (x: tf.Tensor) => tf.zeros([x.shape[0]!, 2]);
    const options = { ...OPTIONS, variables: [flag], checkpoints: checkpointsInMemory() };
    await expect(trainClassifier(constant, dataset, options)).rejects.toThrow(
      "trainClassifier: classifier must have float32 weights to be saved, got flag of int32",
    );
    flag.dispose();
  });
});
