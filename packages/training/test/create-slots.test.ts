// An optimizer as somebody outside of the package writes it: with what the package exports, and nothing else of it.
import { assertNumber, assertOptions } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import {
  createMlp,
  createSlots,
  type Optimizer,
  type Schedule,
  scheduleValue,
  type TrainingState,
  trainClassifier,
} from "../src/index.ts";
import { checkpointsInMemory } from "./fixtures/checkpoints-in-memory.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

interface LionOptions {
  readonly learningRate: Schedule;
  readonly beta1?: number;
  readonly beta2?: number;
}

/** Lion: `w ← w − η·sign(β₁·m + (1 − β₁)·g)`, then `m ← β₂·m + (1 − β₂)·g` (Chen et al. 2023, algorithm 2). */
function lion(options: LionOptions): Optimizer {
  assertOptions<LionOptions>("lion", options, { learningRate: true, beta1: true, beta2: true });
  const { learningRate, beta1 = 0.9, beta2 = 0.99 } = options;
  assertNumber("lion", "beta1", beta1, { min: 0, below: 1 });
  assertNumber("lion", "beta2", beta2, { min: 0, below: 1 });
  const slots = createSlots(["momentum"]);
  return {
    apply(gradients, at) {
      const rate = scheduleValue(learningRate, at);
      for (const { variable, gradient } of gradients) {
        const { momentum } = slots.of(variable);
        tf.tidy(() => {
          const mean = (beta: number) => tf.add(tf.mul(momentum, beta), tf.mul(gradient, 1 - beta));
          variable.assign(tf.sub(variable, tf.mul(tf.sign(mean(beta1)), rate)));
          momentum.assign(mean(beta2));
        });
      }
    },
    learningRate: (at) => scheduleValue(learningRate, at),
    settings: (at) => ({ name: "lion", learningRate: scheduleValue(learningRate, at), beta1, beta2 }),
    memory: slots.read,
    restore: slots.restore,
    dispose: slots.dispose,
  };
}

const dataset = twoClasses(20, 1);

async function run(from?: TrainingState, learningRate = 0.01) {
  const model = createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [6], classCount: 2, seed: from ? 8 : 7 });
  const optimizer = lion({ learningRate });
  const checkpoints = checkpointsInMemory(from);
  try {
    const options = { epochs: 3, seed: 1, batchSize: 8, optimizer, checkpoints };
    const { epochs } = await trainClassifier(model, dataset, options);
    const weights = await Promise.all(model.getWeights().map(async (weight) => [...(await weight.data())]));
    return { epochs, weights, states: checkpoints.states };
  } finally {
    optimizer.dispose();
    model.dispose();
  }
}

describe("an optimizer from outside, with createSlots", () => {
  test("takes the steps that its formula says", async () => {
    const weights = tf.variable(tf.tensor1d([1, 2]));
    const optimizer = lion({ learningRate: 0.5, beta1: 0.5, beta2: 0.75 });
    const at = { step: 0, totalSteps: 2, stepsPerEpoch: 2 };
    const step = (gradient: number[]) =>
      tf.tidy(() => optimizer.apply([{ variable: weights, gradient: tf.tensor1d(gradient) }], at));
    step([4, -8]);
    // m = 0.25·g; w moves against the sign of g.
    expect(await optimizer.memory([weights])).toEqual([{ momentum: Float32Array.of(1, -2) }]);
    expect([...(await weights.data())]).toEqual([0.5, 2.5]);
    step([-0.5, 3]);
    // 0.5·1 − 0.5·0.5 > 0, 0.5·(−2) + 0.5·3 > 0.
    expect([...(await weights.data())]).toEqual([0, 2]);
    optimizer.dispose();
    weights.dispose();
  });

  test("is resumed at any step, bit for bit, and leaves nothing behind", async () => {
    const before = tf.memory().numTensors;
    const whole = await run();
    expect(whole.states).toHaveLength(9);
    for (const state of whole.states) {
      const { epochs, weights } = await run(state);
      expect(epochs).toEqual(whole.epochs);
      expect(weights).toEqual(whole.weights);
    }
    await expect(run(whole.states[3], 0.02)).rejects.toThrow(
      "trainClassifier: optimizer.learningRate must be 0.01 (as in the checkpoint), got 0.02",
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});

test("createSlots(names) keeps zeros of each variable's shape, refuses names that are none, and frees what it kept", async () => {
  const [one, other] = [tf.variable(tf.zeros([2, 3])), tf.variable(tf.scalar(1))];
  const before = tf.memory().numTensors;
  const slots = createSlots(["a", "b"]);
  expect(slots.of(one).a.shape).toEqual([2, 3]);
  expect(slots.of(one)).toBe(slots.of(one));
  expect(await slots.read([other, one])).toEqual([{}, { a: new Float32Array(6), b: new Float32Array(6) }]);
  slots.dispose();
  expect(tf.memory().numTensors).toBe(before);
  const rejects = (names: unknown, received: string) =>
    expect(() => createSlots(names as string[])).toThrow(
      `createSlots: names must be a list of different names, at least one, got ${received}`,
    );
  rejects([], "[]");
  rejects(["a", "a"], '["a","a"]');
  rejects(undefined, "undefined");
  one.dispose();
  other.dispose();
});
