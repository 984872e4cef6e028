import { existsSync, rmSync } from "node:fs";
import { generatedDigits } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { MODEL_FOLDER } from "../../src/reproduce/mnist-answers.ts";
import type { MnistEvent } from "../../src/reproduce/mnist-shared.ts";
import { resolveMnistSpec } from "../../src/reproduce/mnist-spec.ts";
import { type MnistTraining, run } from "../../src/reproduce/mnist-train.ts";
import { TINY_MNIST } from "../fixtures/tiny-mnist.ts";

const inside = useTemporaryDirectory();
const { train, test: testSet } = generatedDigits({ trainSize: 200, testSize: 50, seed: 1 });
const [hard] = resolveMnistSpec(TINY_MNIST).students;
const { hidden, epochs, batchSize, learningRate, momentum, dropout, inputDropout, jitter } = hard!;
const net = { hidden, epochs, batchSize, learningRate, momentum, dropout, inputDropout, jitter };
const INPUT: MnistTraining = { net, seed: 1, smoothing: 0, omit: [], only: [], share: 1, isKept: false };

async function trained(over: Partial<MnistTraining> = {}) {
  const events: MnistEvent[] = [];
  const shared = { training: train, test: testSet, backend: "wasm" as const };
  const data = { input: { ...INPUT, ...over }, shared, directory: inside(), scratch: inside("scratch"), needs: {} };
  return { result: await run(data, (event) => events.push(event)), events };
}

test("a net on labels learns, tells how far it is, and is kept when it is needed", async () => {
  const { result, events } = await trained({ isKept: true });
  expect(result.epochs).toHaveLength(3);
  expect(result.epochs[2]!.total).toBeLessThan(result.epochs[0]!.total!);
  expect(result).toMatchObject({ size: 50, transferSize: 200, parameters: 784 * 8 + 8 + 80 + 10 });
  expect(result.exampleLogits).toHaveLength(20);
  expect(events.filter(({ kind }) => kind === "epoch")).toHaveLength(3);
  expect(existsSync(inside(MODEL_FOLDER, "model.json"))).toBe(true);
  // What was trained is not trained again.
  const again = await trained({ isKept: true });
  expect(again.result).toEqual(result);
  expect(again.events.filter(({ kind }) => kind === "step")).toHaveLength(0);
});

test("smoothed labels, and a teacher that says nothing, leave a net less sure than labels", async () => {
  const sureness = async (over: Partial<MnistTraining>) => {
    const { exampleLogits } = (await trained({ ...over, seed: 2 })).result;
    rmSync(inside("scratch"), { recursive: true });
    return exampleLogits.reduce((sum, row) => sum + Math.max(...row) - Math.min(...row), 0);
  };
  const soft = { loss: "distillation", temperature: 1, hardWeight: 0, targets: "uniform" } as const;
  const onLabels = await sureness({});
  expect(await sureness({ smoothing: 0.5 })).toBeLessThan(0.8 * onLabels);
  expect(await sureness({ soft })).toBeLessThan(0.5 * onLabels);
});

test("a part of the training set is the same for every student", async () => {
  expect((await trained({ share: 0.1 })).result.transferSize).toBe(20);
});
