import { expect, test } from "vitest";
import { netTrainingOptions } from "../src/net-training-options.ts";
import { tinySpec } from "./fixtures/tiny-spec.ts";

test("netTrainingOptions trains as the specification says, and leaves out what it leaves out", () => {
  const { signal } = new AbortController();
  const net = { ...tinySpec().student, epochs: 4, batchSize: 16, jitter: 1, learningRate: 0.5, momentum: 0.8 };
  const options = netTrainingOptions({ ...net, maxNorm: 3 }, 7, () => {}, signal);
  expect(options).toMatchObject({ epochs: 4, seed: 7, batchSize: 16, jitter: 1, maxNorm: 3, signal });
  const first = { step: 0, totalSteps: 10, stepsPerEpoch: 5 };
  expect(options.optimizer.learningRate(first)).toBe(0.5);
  expect(options.optimizer.settings(first)).toMatchObject({ momentum: 0.8 });
  expect(Object.keys(netTrainingOptions(net, 7, () => {}, undefined))).not.toContain("maxNorm");
});
