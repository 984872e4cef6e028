import { adam, createMlp, distill, sgd, trainClassifier } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import {
  type KeepQuantisedOptions,
  keepQuantised,
  packModel,
  pruneWeights,
  type QuantiseWeightsOptions,
  quantiseWeights,
} from "../src/index.ts";
import { checkpointsInMemory, dataset, valuesOf } from "./support.ts";

const OPTIONS: QuantiseWeightsOptions = { bits: 3, calibration: "mse" };
const net = (seed = 1) => createMlp({ exampleShape: [4], hiddenUnits: [8], classCount: 3, seed });

async function quantisedNet(sparsity = 0) {
  const model = net();
  const pruned = await pruneWeights(model, { sparsity });
  const quantised = await quantiseWeights(pruned, OPTIONS);
  model.dispose();
  pruned.dispose();
  return quantised;
}

describe("keepQuantised(model, { bits })", () => {
  const model = sequential({
    layers: [
      layers.dense({
        units: 2,
        inputShape: [2],
        useBias: false,
        weights: [
          tf.tensor2d([
            [3, 6],
            [1, 2],
          ]),
        ],
      }),
    ],
  });
  const stored = tf.tensor2d([
    [1.4, -7.1],
    [-3.6, 0.9],
  ]);

  test("rounds stored weights, and passes the gradient where they are not clipped, by hand", async () => {
    // Steps of 1 and 2, up to three of them.
    const plan = await keepQuantised(model, { bits: 3 });
    const [current] = await plan.weights([stored], [stored], { step: 0 });
    expect([...(await current!.data())]).toEqual([1, -6, -3, 0]);
    const gradient = tf.tensor2d([
      [1, 2],
      [3, 4],
    ]);
    // 3.6 is above 3.5, and 7.1 above 7.
    const passed = plan.gradient(gradient, { index: 0, stored, current: current! });
    expect([...(await passed.data())]).toEqual([1, 0, 0, 4]);
  });

  test("keepZeros passes none to stored zeros", async () => {
    const plan = await keepQuantised(model, { bits: 3, keepZeros: true });
    const zeros = tf.tensor2d([
      [0, 2],
      [1, 0],
    ]);
    const passed = plan.gradient(
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
      { index: 0, stored: zeros, current: zeros },
    );
    expect([...(await passed.data())]).toEqual([0, 2, 3, 0]);
  });

  test.each([
    ["momentum", () => sgd({ learningRate: 0.05, momentum: 0.9 })],
    ["adam", () => adam({ learningRate: 0.02 })],
  ] as const)("the student is on the grid after every step, and zeros of a pruned one stay: %s", async (_, create) => {
    const [student, teacher, optimizer] = [await quantisedNet(0.4), net(2), create()];
    const start = await valuesOf(student);
    const grid = await keepQuantised(student, OPTIONS);
    const checkpoints = checkpointsInMemory();
    const plan = await keepQuantised(student, { ...OPTIONS, keepZeros: true });
    await distill(student, teacher, dataset, {
      temperature: 2,
      epochs: 3,
      seed: 1,
      batchSize: 4,
      optimizer,
      plan,
      checkpoints,
    });
    for (const { weights } of checkpoints.states) {
      // The model's four weights, then the stored kernels.
      const kernels = [weights[0]!, weights[2]!];
      const tensors = kernels.map(({ values, shape }) => tf.tensor(values.slice(), shape as number[]));
      const again = await grid.weights(tensors, tensors, { step: 0 });
      for (const [index, { values }] of kernels.entries()) {
        expect(await again[index]!.data()).toEqual(values);
        const from = start[2 * index]!;
        expect(values.filter((value, at) => from[at] === 0 && value !== 0)).toHaveLength(0);
        expect(weights[4 + index]!.values).not.toEqual(values);
      }
      tf.dispose([...tensors, ...again]);
    }
    expect(await valuesOf(student)).not.toEqual(start);
    optimizer.dispose();
    for (const one of [student, teacher]) one.dispose();
  });

  test("updates that are smaller than a step add up", async () => {
    const [student, optimizer] = [await quantisedNet(), sgd({ learningRate: 0.05 })];
    const checkpoints = checkpointsInMemory();
    const plan = await keepQuantised(student, OPTIONS);
    const start = (await valuesOf(student))[0]!;
    await trainClassifier(student, dataset, { epochs: 40, seed: 1, batchSize: 12, optimizer, plan, checkpoints });
    const changed = checkpoints.states.map(
      ({ weights }) => weights[0]!.values.filter((value, at) => value !== start[at]).length,
    );
    expect(changed[0]).toBe(0);
    expect(changed.at(-1)).toBeGreaterThan(0);
    optimizer.dispose();
    student.dispose();
  });

  test("a run resumed at any step ends like an uninterrupted one, bit for bit, and is packed like a quantised model", async () => {
    const run = async (from?: Parameters<typeof checkpointsInMemory>[0]) => {
      const [student, optimizer] = [await quantisedNet(), adam({ learningRate: 0.02 })];
      const checkpoints = checkpointsInMemory(from);
      const plan = await keepQuantised(student, OPTIONS);
      const before = (await packModel(student)).length;
      await trainClassifier(student, dataset, { epochs: 2, seed: 1, batchSize: 4, optimizer, plan, checkpoints });
      expect(Math.abs((await packModel(student)).length - before)).toBeLessThan(40);
      const weights = await valuesOf(student);
      optimizer.dispose();
      student.dispose();
      return { states: checkpoints.states, weights };
    };
    const whole = await run();
    for (const state of whole.states.slice(0, -1)) expect((await run(state)).weights).toEqual(whole.weights);
  });

  test("leaves nothing allocated", async () => {
    const student = await quantisedNet();
    const options = { epochs: 1, seed: 1, plan: await keepQuantised(student, OPTIONS) };
    await trainClassifier(student, dataset, options);
    const tensors = tf.memory().numTensors;
    await trainClassifier(student, dataset, options);
    expect(tf.memory().numTensors).toBe(tensors);
    student.dispose();
  });

  test.each<[object, string]>([
    [{ bits: 4, keepZeros: 1 }, "keepZeros must be true or false, got 1"],
    [{ bits: 1 }, "bits must be an integer, at least 2 and at most 8, got 1"],
    [{ bit: 4 }, 'options must have known names only (did you mean "bits"?), got "bit"'],
  ])("%j", async (options, message) => {
    await expect(keepQuantised(model, options as KeepQuantisedOptions)).rejects.toThrow(`keepQuantised: ${message}`);
  });
});
