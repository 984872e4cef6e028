import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import {
  adam,
  adamw,
  createMlp,
  distill,
  distillRegressor,
  type Optimizer,
  sgd,
  type TrainClassifierOptions,
  type TrainingState,
  trainClassifier,
  type WeightPlan,
} from "../src/index.ts";
import { checkpointsInMemory } from "./fixtures/checkpoints-in-memory.ts";
import { surface } from "./fixtures/surface.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const dataset = twoClasses(20, 1);
// Three steps an epoch, the last of them smaller.
const OPTIONS = { epochs: 2, seed: 1, batchSize: 8 };
const net = (seed = 7, inputs = [2, 2, 1]) =>
  createMlp({ exampleShape: inputs, hiddenUnits: [6], classCount: 2, seed });
const kernelsOf = (model: LayersModel) =>
  model.weights.flatMap((weight) => (weight.shape.length < 2 ? [] : [weight.read() as tf.Variable]));
const valuesOf = (model: LayersModel) =>
  Promise.all(model.weights.map(async (weight) => Float32Array.from(await weight.read().data())));
const momentum = () => sgd({ learningRate: 0.1, momentum: 0.9 });

type MakePlan = (model: LayersModel) => WeightPlan;

/** Every third weight is 0. */
const masked: MakePlan = (model) => {
  const variables = kernelsOf(model);
  const mask = (of: tf.Tensor) =>
    tf.reshape(tf.tensor1d(Array.from({ length: of.size }, (_, at) => Number(at % 3 > 0))), of.shape);
  const keep = (values: tf.Tensor) => tf.tidy(() => tf.mul(values, mask(values)));
  return { variables, settings: { name: "masked" }, weights: (stored) => stored.map(keep), gradient: keep };
};

/** Weights are multiples of 1/16; the gradient passes where the stored values are within ±1. */
const rounded: MakePlan = (model) => ({
  variables: kernelsOf(model),
  settings: { name: "rounded" },
  weights: async (stored) => stored.map((values) => tf.tidy(() => tf.div(tf.round(tf.mul(values, 16)), 16))),
  gradient: (gradient, { stored }) => tf.mul(gradient, tf.cast(tf.lessEqual(tf.abs(stored), 1), "float32")),
});

const identity: MakePlan = (model) => ({
  variables: kernelsOf(model),
  settings: { name: "identity" },
  weights: (stored) => stored.map((values) => tf.clone(values)),
  gradient: (gradient) => gradient,
});

async function run(make: MakePlan | undefined, over: Partial<TrainClassifierOptions> = {}, model = net()) {
  const { optimizer } = over;
  try {
    const plan = make && { plan: make(model) };
    const history = await trainClassifier(model, dataset, { ...OPTIONS, ...plan, ...over });
    return { history, weights: await valuesOf(model) };
  } finally {
    optimizer?.dispose();
    model.dispose();
  }
}

describe("plan", () => {
  test.each<[string, () => Optimizer]>([
    ["momentum", momentum],
    ["adamw", () => adamw({ learningRate: 0.01, weightDecay: 0.1 })],
  ])("one that changes nothing gives the same run, bit for bit: %s", async (_, optimizer) => {
    expect(await run(identity, { optimizer: optimizer() })).toEqual(await run(undefined, { optimizer: optimizer() }));
  });

  test.each<[string, () => Optimizer]>([
    ["momentum", momentum],
    ["adam", () => adam({ learningRate: 0.01 })],
  ])("a mask equals a function that multiplies by it on the tape: %s", async (_, create) => {
    const model = net();
    const start = await valuesOf(model);
    const [kernel, bias, outKernel, outBias] = model.weights.map((weight, index) =>
      tf.variable(tf.tensor(start[index]!.slice(), weight.shape as number[])),
    ) as [tf.Variable, tf.Variable, tf.Variable, tf.Variable];
    const mask = (of: tf.Tensor) =>
      tf.mul(of, tf.reshape(tf.tensor1d(Array.from({ length: of.size }, (__, at) => Number(at % 3 > 0))), of.shape));
    const student = (features: tf.Tensor) => {
      const x = tf.reshape(features, [-1, 4]);
      const hidden = tf.relu(tf.add(tf.matMul(x, mask(kernel) as tf.Tensor2D), bias));
      return tf.add(tf.matMul(hidden, mask(outKernel) as tf.Tensor2D), outBias);
    };
    const variables = [kernel, bias, outKernel, outBias];
    const optimizers = [create(), create()] as const;
    await trainClassifier(student, dataset, { ...OPTIONS, variables, optimizer: optimizers[0] });
    const { weights } = await run(masked, { optimizer: optimizers[1] }, model);
    for (const [index, variable] of variables.entries()) {
      const expected = Float32Array.from(await variable.data(), (value, at) =>
        variable.rank === 2 && at % 3 === 0 ? 0 : value,
      );
      expect(weights[index]).toBeAllClose(expected, { rtol: 1e-4, atol: 1e-6 });
    }
    tf.dispose(variables);
    optimizers[0].dispose();
  });

  test("the student has its weights at every batch and figure, from before the first step to the end", async () => {
    const model = net();
    const seen: Float32Array[][] = [];
    const look = async () => void seen.push(await valuesOf(model));
    const compute = () => {
      void look();
      return 1;
    };
    const metrics = [{ name: "one", better: "lower", compute }] as const;
    const optimizer = momentum();
    await trainClassifier(model, dataset, {
      ...{ ...OPTIONS, optimizer, metrics, plan: rounded(model), keepBest: true, validation: twoClasses(6, 5) },
      callbacks: { onBatchEnd: look },
    });
    await look();
    // Six steps, and the figures of the start and of two epochs.
    expect(seen.length).toBe(10);
    for (const [kernel, bias, outKernel] of seen) {
      expect([...kernel!, ...outKernel!].every((value) => Number.isInteger(value * 16))).toBe(true);
      expect(bias!.length).toBe(6);
    }
    expect(new Set(seen.map(String)).size).toBeGreaterThan(5);
    optimizer.dispose();
    model.dispose();
  });

  describe("a run resumed at any step ends like an uninterrupted one, bit for bit", () => {
    test.each<[string, MakePlan, () => Optimizer]>([
      ["a mask, momentum", masked, momentum],
      ["a mask, adamw", masked, () => adamw({ learningRate: 0.01, weightDecay: 0.1 })],
      ["rounding, momentum", rounded, momentum],
      ["rounding, adam", rounded, () => adam({ learningRate: 0.01 })],
    ])("%s", async (_, make, optimizer) => {
      const options = { keepBest: true, validation: twoClasses(6, 5) };
      const checkpoints = checkpointsInMemory();
      const whole = await run(make, { ...options, checkpoints, optimizer: optimizer() });
      expect(checkpoints.states).toHaveLength(6);
      for (const state of checkpoints.states) {
        const again = checkpointsInMemory(state);
        const resumed = await run(make, { ...options, checkpoints: again, optimizer: optimizer() }, net(8));
        expect(resumed).toEqual(whole);
        expect(again.states).toEqual(checkpoints.states.slice(state.step));
      }
    });
  });

  test("distill and distillRegressor keep it", async () => {
    const [student, teacher, numbers] = [net(), net(8), net(9, [2])];
    const zeros = async (model: LayersModel) => {
      const [kernel, , outKernel] = (await valuesOf(model)).map((values) =>
        Array.from(values, (value, at) => (value === 0) === (at % 3 === 0)),
      );
      return [...kernel!, ...outKernel!].every(Boolean);
    };
    await distill(student, teacher, dataset, { ...OPTIONS, temperature: 2, plan: masked(student) });
    expect(await zeros(student)).toBe(true);
    const double = (x: tf.Tensor) => tf.mul(x, 2);
    await distillRegressor(numbers, double, surface(10, 1), { ...OPTIONS, plan: masked(numbers) });
    expect(await zeros(numbers)).toBe(true);
    tf.dispose([student, teacher, numbers].flatMap(({ weights }) => weights.map((weight) => weight.read())));
  });

  test("nothing stays allocated, also when a plan throws", async () => {
    const model = net();
    const options = (plan: WeightPlan) => ({ ...OPTIONS, plan });
    await trainClassifier(model, dataset, options(rounded(model)));
    const before = tf.memory().numTensors;
    await trainClassifier(model, dataset, options(rounded(model)));
    expect(tf.memory().numTensors).toBe(before);
    const start = await valuesOf(model);
    const gradient = () => {
      throw new Error("no");
    };
    await expect(trainClassifier(model, dataset, options({ ...rounded(model), gradient }))).rejects.toThrow("no");
    expect(tf.memory().numTensors).toBe(before);
    // It keeps the weights from before the step.
    expect(await valuesOf(model)).toEqual(start);
    model.dispose();
  });
});

describe("a wrong plan", () => {
  const model = net();
  const other = net(8);
  const plan = identity(model);
  const [kernel] = plan.variables;
  test.each<[string, Partial<Record<keyof WeightPlan, unknown>>, object, string]>([
    ["no list", { variables: 1 }, {}, "plan.variables must be an array, got 1"],
    ["none", { variables: [] }, {}, "plan.variables must name at least one variable to train, got 0"],
    [
      "another model's",
      { variables: kernelsOf(other) },
      {},
      "plan.variables[0] must be a variable that the student trains, got a tensor of float32, shape [4, 6]",
    ],
    [
      "one twice",
      { variables: [kernel, kernel] },
      {},
      "plan.variables[1] must be named once, got a tensor of float32, shape [4, 6]",
    ],
    ["no settings", { settings: "a" }, {}, 'plan.settings must be an object, got "a"'],
    ["no function", { gradient: 1 }, {}, "plan.gradient must be a function, got 1"],
    ["maxNorm", {}, { maxNorm: 2 }, "maxNorm must be left out with a plan, got 2"],
    [
      "too few weights",
      { weights: () => [] },
      {},
      "plan.weights must return 2 tensors, one for each of plan.variables, got an array of length 0",
    ],
    [
      "another shape",
      { weights: (stored: tf.Tensor[]) => stored.map(() => tf.scalar(1)) },
      {},
      "plan.weights()[0] must have shape [4, 6] (as plan.variables[0]), got []",
    ],
  ])("%s", async (_, wrong, over, message) => {
    const options = { ...OPTIONS, plan: { ...plan, ...wrong } as WeightPlan, ...over };
    await expect(trainClassifier(model, dataset, options)).rejects.toThrow(`trainClassifier: ${message}`);
  });

  test("a checkpoint of another plan, or of none", async () => {
    const saved = async (make?: MakePlan): Promise<TrainingState> => {
      const checkpoints = checkpointsInMemory();
      await run(make, { checkpoints });
      return checkpoints.states[0]!;
    };
    const checkpoints = checkpointsInMemory(await saved(masked));
    await expect(run(rounded, { checkpoints })).rejects.toThrow(
      "plan.name must be masked (as in the checkpoint), got rounded",
    );
    await expect(run(undefined, { checkpoints })).rejects.toThrow(
      "plan.name must be masked (as in the checkpoint), got nothing",
    );
    await expect(run(masked, { checkpoints: checkpointsInMemory(await saved()) })).rejects.toThrow(
      "plan.name must be left out (as in the checkpoint), got masked",
    );
  });
});
