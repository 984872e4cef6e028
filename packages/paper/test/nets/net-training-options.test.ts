import { generatedDigits } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { buildNet } from "../../src/nets/build-net.ts";
import type { NetSpec } from "../../src/nets/net-spec.ts";
import { netTrainingOptions } from "../../src/nets/net-training-options.ts";
import { tinySpec } from "../fixtures/tiny-spec.ts";

const { train } = generatedDigits({ trainSize: 20, testSize: 10, seed: 1 });
const plain = { ...tinySpec().student, epochs: 4, batchSize: 16, jitter: 1, learningRate: 0.5, momentum: 0.8 };

async function optionsOf(net: NetSpec, signal = new AbortController().signal) {
  const model = await buildNet(net, train, 7);
  const options = netTrainingOptions(net, 7, { model, training: train, emit: () => {}, signal });
  options.optimizer.dispose();
  model.dispose();
  return options;
}

test("netTrainingOptions trains as the specification says, and leaves out what it leaves out", async () => {
  const { signal } = new AbortController();
  const options = await optionsOf({ ...plain, maxNorm: 3 }, signal);
  expect(options).toMatchObject({ epochs: 4, seed: 7, batchSize: 16, jitter: 1, maxNorm: 3, signal });
  const first = { step: 0, totalSteps: 10, stepsPerEpoch: 5 };
  expect(options.optimizer.learningRate(first)).toBe(0.5);
  const settings = options.optimizer.settings(first);
  expect(settings).toMatchObject({ momentum: 0.8, nesterov: false, weightDecay: 0 });
  expect(Object.keys(settings)).not.toContain("centredInputs");
  expect(Object.keys(await optionsOf(plain))).not.toContain("maxNorm");
});

test("netTrainingOptions decays weights where the specification says so", async () => {
  const { optimizer } = await optionsOf({ ...plain, weightDecay: 0.25 });
  expect(optimizer.settings({ step: 0, totalSteps: 10, stepsPerEpoch: 5 })).toMatchObject({ weightDecay: 0.25 });
});

test("netTrainingOptions warms up for a share of the steps, looks ahead and centres where the specification says so", async () => {
  const { optimizer } = await optionsOf({ ...plain, warmup: 0.1, nesterov: true, centred: true });
  const rateAt = (step: number) => optimizer.learningRate({ step, totalSteps: 40, stepsPerEpoch: 5 });
  // Four steps of warm-up: a fifth, two fifths, and so on; all of it at the fifth.
  expect([0, 1, 4].map(rateAt)).toEqual([0.1, 0.2, 0.5]);
  expect(optimizer.settings({ step: 0, totalSteps: 40, stepsPerEpoch: 5 })).toMatchObject({
    nesterov: true,
    centredInputs: 784,
  });
});

test("netTrainingOptions centres nothing for a classifier that is no model", () => {
  const { signal } = new AbortController();
  const surroundings = { model: undefined, training: train, emit: () => {}, signal };
  const { optimizer } = netTrainingOptions({ ...plain, centred: true }, 7, surroundings);
  expect(Object.keys(optimizer.settings({ step: 0, totalSteps: 1, stepsPerEpoch: 1 }))).not.toContain("centredInputs");
  optimizer.dispose();
});

test("netTrainingOptions takes Adam, with its own weight decay, where the specification says so", async () => {
  const { optimizer } = await optionsOf({ ...plain, optimizer: "adam", warmup: 0.1, weightDecay: 0.25 });
  const settings = optimizer.settings({ step: 0, totalSteps: 40, stepsPerEpoch: 5 });
  expect(settings).toMatchObject({ name: "adamw", weightDecay: 0.25, learningRate: 0.1 });
  expect(Object.keys(settings)).not.toContain("momentum");
});
