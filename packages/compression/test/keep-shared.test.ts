import { adam, createMlp, distill, sgd, trainClassifier } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { type KeepSharedOptions, keepShared, pruneWeights, shareWeights } from "../src/index.ts";
import { checkpointsInMemory, dataset, valuesOf } from "./support.ts";

const net = (seed = 1) => createMlp({ exampleShape: [4], hiddenUnits: [8], classCount: 3, seed });
/** Which weights share a value. */
const pattern = (values: Float32Array) => Array.from(values, (value) => values.indexOf(value));

async function prunedAndShared(seed = 1): Promise<LayersModel> {
  const model = net(seed);
  const pruned = await pruneWeights(model, { sparsity: 0.5 });
  const shared = await shareWeights(pruned, { bits: 2 });
  model.dispose();
  pruned.dispose();
  return shared;
}

/** Stored values and a gradient for the first kernel of a model, `[4, 8]`, and the model with four values and zeros. */
async function example(options: KeepSharedOptions) {
  const model = await prunedAndShared();
  const plan = await keepShared(model, options);
  const [kernel] = (await valuesOf(model)) as [Float32Array];
  const gradient = Float32Array.from(kernel, (_, index) => Math.sin(index));
  const current = plan.variables[0]!;
  const passed = plan.gradient(tf.tensor2d(gradient, [4, 8]), { index: 0, stored: current, current });
  const result = { kernel, gradient, passed: Array.from(await passed.data()) };
  model.dispose();
  return result;
}

describe("keepShared(model)", () => {
  test.each(["mean", "sum"] as const)(
    "passes the %s of the gradient over the weights of a value, and nothing to zeros",
    async (kind) => {
      const { kernel, gradient, passed } = await example({ gradient: kind });
      expect(new Set(kernel).size).toBe(5);
      kernel.forEach((value, index) => {
        const own = Array.from(gradient).filter((_, at) => kernel[at] === value);
        const sum = own.reduce((total, one) => total + one, 0);
        expect(passed[index]).toBeCloseTo(value === 0 ? 0 : kind === "sum" ? sum : sum / own.length, 5);
      });
    },
  );

  test("the sum is the derivative with respect to the shared value, by central differences of a loss", async () => {
    const { kernel, gradient, passed } = await example({ gradient: "sum" });
    // A loss with this gradient: Σ g w + ½ Σ (w − kernel)².
    const loss = (weights: Float64Array) =>
      weights.reduce((sum, weight, at) => sum + gradient[at]! * weight + (weight - kernel[at]!) ** 2 / 2, 0);
    const index = kernel.findIndex((value) => value !== 0);
    const moved = (by: number) => Float64Array.from(kernel, (value) => (value === kernel[index] ? value + by : value));
    expect(passed[index]).toBeCloseTo((loss(moved(1e-4)) - loss(moved(-1e-4))) / 2e-4, 5);
  });

  test.each([
    ["momentum", "mean", () => sgd({ learningRate: 0.1, momentum: 0.9 })],
    ["adam", "sum", () => adam({ learningRate: 0.05 })],
  ] as const)("the same weights share values after every step, and zeros stay: %s, %s", async (_, gradient, create) => {
    const [student, teacher, optimizer] = [await prunedAndShared(), net(2), create()];
    const start = await valuesOf(student);
    const checkpoints = checkpointsInMemory();
    const plan = await keepShared(student, { gradient });
    await distill(student, teacher, dataset, {
      temperature: 2,
      epochs: 3,
      seed: 1,
      batchSize: 4,
      optimizer,
      plan,
      checkpoints,
    });
    expect(checkpoints.states).toHaveLength(9);
    for (const { weights } of checkpoints.states) {
      for (const index of [0, 2]) {
        const now = weights[index]!.values;
        expect(pattern(now)).toEqual(pattern(start[index]!));
        expect(now.every((value, place) => (value === 0) === (start[index]![place] === 0))).toBe(true);
      }
    }
    expect([...(await valuesOf(student))[2]!]).not.toEqual([...start[2]!]);
    optimizer.dispose();
    for (const model of [student, teacher]) model.dispose();
  });

  test("a run resumed at any step ends like an uninterrupted one, bit for bit; one of another codebook is refused", async () => {
    const run = async (from?: Parameters<typeof checkpointsInMemory>[0], seed = 1) => {
      const [student, optimizer] = [await prunedAndShared(seed), sgd({ learningRate: 0.1, momentum: 0.9 })];
      const checkpoints = checkpointsInMemory(from);
      try {
        const plan = await keepShared(student);
        await trainClassifier(student, dataset, { epochs: 2, seed: 1, batchSize: 4, optimizer, plan, checkpoints });
        return { states: checkpoints.states, weights: await valuesOf(student) };
      } finally {
        optimizer.dispose();
        student.dispose();
      }
    };
    const whole = await run();
    for (const state of whole.states) expect((await run(state)).weights).toEqual(whole.weights);
    await expect(run(whole.states[0], 3)).rejects.toThrow(
      /^trainClassifier: plan\.codes must be [0-9a-f]{8} \(as in the checkpoint\)/,
    );
  });

  test("leaves nothing allocated", async () => {
    const model = await prunedAndShared();
    const options = { epochs: 1, seed: 1, plan: await keepShared(model) };
    await trainClassifier(model, dataset, options);
    const tensors = tf.memory().numTensors;
    await trainClassifier(model, dataset, options);
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
  });

  test("trains kernels with many values freely, and refuses a model that has no others", async () => {
    const wide = createMlp({ exampleShape: [40], hiddenUnits: [8], classCount: 3, seed: 1 });
    const { variables } = await keepShared(wide);
    expect(variables.map(({ shape }) => shape)).toEqual([[8, 3]]);
    const one = createMlp({ exampleShape: [400], hiddenUnits: [], classCount: 3, seed: 1 });
    await expect(keepShared(one)).rejects.toThrow(
      "keepShared: model must have a kernel with at most 256 values, as from shareWeights, got none",
    );
    await expect(keepShared(wide, { gradient: "max" as "sum" })).rejects.toThrow(
      'keepShared: gradient must be one of "mean", "sum", got "max"',
    );
    wide.dispose();
    one.dispose();
  });
});
