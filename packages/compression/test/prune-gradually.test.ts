import { adam, createMlp, trainClassifier } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { gradualSparsity, type PruneGraduallyOptions, pruneGradually } from "../src/index.ts";
import { checkpointsInMemory, dataset, valuesOf } from "./support.ts";

const SCHEDULE = { sparsity: 0.75, initialSparsity: 0.25, beginStep: 1, endStep: 6 };
const EVERY = 2;
const net = (seed = 1) => createMlp({ exampleShape: [4], hiddenUnits: [8], classCount: 3, seed });
const OPTIONS = { epochs: 3, seed: 1, batchSize: 4 };
const zerosOf = (kernel: Float32Array) => kernel.reduce((count, value) => count + Number(value === 0), 0);

async function run(scope: PruneGraduallyOptions["scope"], from?: Parameters<typeof checkpointsInMemory>[0], seed = 1) {
  const model = net(seed);
  const optimizer = adam({ learningRate: 0.02 });
  const checkpoints = checkpointsInMemory(from);
  const plan = pruneGradually(model, { ...SCHEDULE, every: EVERY, ...(scope ? { scope } : {}) });
  try {
    await trainClassifier(model, dataset, { ...OPTIONS, optimizer, plan, checkpoints });
    return { states: checkpoints.states, weights: await valuesOf(model) };
  } finally {
    optimizer.dispose();
    model.dispose();
  }
}

describe("pruneGradually(model, { sparsity, endStep, every })", () => {
  test.each(["layer", "global"] as const)(
    "has as many zeros after each step as the schedule says, per %s",
    async (scope) => {
      const { states } = await run(scope);
      expect(states.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      let before: Float32Array[] | undefined;
      for (const { step, weights } of states) {
        const kernels = [weights[0]!.values, weights[2]!.values];
        // Masks at 1, 3, 5, and at 6, the end.
        const share = gradualSparsity([6, 5, 3, 1].find((mask) => mask <= step)!, SCHEDULE);
        const counts = kernels.map(zerosOf);
        if (scope === "layer") expect(counts).toEqual([Math.round(share * 32), Math.round(share * 24)]);
        else expect(counts[0]! + counts[1]!).toBe(Math.round(share * 56));
        // What is gone stays gone.
        before?.forEach((kernel, which) => {
          kernel.forEach((value, place) => {
            if (value === 0) expect(kernels[which]![place]).toBe(0);
          });
        });
        before = kernels;
      }
    },
  );

  test("removes the smallest of what is left, by hand", async () => {
    const model = net();
    const plan = pruneGradually(model, { sparsity: 0.5, endStep: 1 });
    // 4 stays out although its stored value is the largest; then −1 goes.
    const [current, stored] = [tf.tensor2d([[1, 1, 0, 1]]), tf.tensor2d([[3, -1, 4, 2]])];
    const weights = await plan.weights([stored], [current], { step: 1 });
    expect([...(await weights[0]!.data())]).toEqual([3, 0, 0, 2]);
    const between = await plan.weights([stored], [current], { step: 2 });
    expect([...(await between[0]!.data())]).toEqual([3, -1, 0, 2]);
    expect([...(await plan.gradient(stored, { index: 0, stored, current }).data())]).toEqual([3, -1, 0, 2]);
    model.dispose();
  });

  test("a run resumed at any step ends like an uninterrupted one, bit for bit", async () => {
    const whole = await run("global");
    for (const state of whole.states) {
      const resumed = await run("global", state, 2);
      expect(resumed.weights).toEqual(whole.weights);
      expect(resumed.states).toEqual(whole.states.slice(state.step));
    }
  });

  test("leaves nothing allocated", async () => {
    const model = net();
    const plan = pruneGradually(model, { ...SCHEDULE, beginStep: 0 });
    await trainClassifier(model, dataset, { ...OPTIONS, plan });
    const tensors = tf.memory().numTensors;
    await trainClassifier(model, dataset, { ...OPTIONS, plan });
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
  });

  test.each<[object, string]>([
    [{ sparsity: 0.5, endStep: 2, every: 0 }, "every must be an integer, at least 1, got 0"],
    [{ sparsity: 0.5, endStep: 2, scope: "x" }, 'scope must be one of "layer", "global", got "x"'],
    [{ sparsity: 0.5 }, "endStep must be an integer, at least 1, got undefined"],
    [
      { sparsity: 0.5, until: 1 },
      'options must have known names only (sparsity, initialSparsity, beginStep, endStep, every, scope), got "until"',
    ],
  ])("%j", (options, message) => {
    expect(() => pruneGradually(net(), options as PruneGraduallyOptions)).toThrow(`pruneGradually: ${message}`);
  });
});
