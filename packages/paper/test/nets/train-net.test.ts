import { rmSync } from "node:fs";
import { classNamesOf, describeInputs, generatedDigits, labelsOf } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { evaluateLogits } from "@dark-knowledge/training";
import { loadStudent } from "@dark-knowledge/training/node";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { readMatrix } from "../../src/nets/internal/matrix-file.ts";
import { MODEL_FOLDER, TEST_LOGITS } from "../../src/nets/internal/stage-files.ts";
import { type TrainNetInput, trainNet } from "../../src/nets/train-net.ts";
import { taskContext } from "../fixtures/task-context.ts";
import { tinySpec } from "../fixtures/tiny-spec.ts";

const inside = useTemporaryDirectory();
const { train, test: testSet } = generatedDigits({ trainSize: 200, testSize: 50, seed: 1 });
const net = { ...tinySpec().student, epochs: 3, batchSize: 32 };
const INPUT: TrainNetInput = { net, seed: 1, isKept: false };

async function trained(over: Partial<TrainNetInput> = {}, needs = {}) {
  const context = taskContext({ training: train, test: testSet }, inside(), { needs });
  return { result: await trainNet.run({ ...INPUT, ...over }, context), events: context.events };
}

test("a net on labels learns, reports how far it is, and is kept when it is needed", async () => {
  const { result, events } = await trained({ isKept: true });
  expect(result.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  expect(result.history[2]!.terms.total).toBeLessThan(result.history[0]!.terms.total!);
  expect(result).toMatchObject({ transferSize: 200, parameters: 784 * 8 + 8 + 80 + 10 });
  expect(result.exampleLogits).toHaveLength(20);
  expect(events.filter(({ kind }) => kind === "epoch")).toHaveLength(3);
  const kept = await loadStudent(inside(MODEL_FOLDER));
  expect(kept.description).toMatchObject({ classNames: classNamesOf(testSet), inputs: describeInputs(testSet) });
  kept.dispose();
  const { errors } = evaluateLogits(await readMatrix(inside(), TEST_LOGITS, 10), labelsOf(testSet));
  expect(result.figures.errors).toBe(errors);
  // What was trained is not trained again.
  const before = tf.memory().numTensors;
  const again = await trained({ isKept: true });
  expect(again.result).toEqual(result);
  expect(again.events.filter(({ kind }) => kind === "step")).toHaveLength(0);
  expect(tf.memory().numTensors).toBe(before);
});

test("smoothed labels, and a teacher that says nothing, leave a net less sure than labels", async () => {
  const sureness = async (over: Partial<TrainNetInput>) => {
    const { exampleLogits } = (await trained({ ...over, seed: 2 })).result;
    rmSync(inside("scratch"), { recursive: true });
    return exampleLogits.reduce((sum, row) => sum + Math.max(...row) - Math.min(...row), 0);
  };
  const soft = { loss: "distillation", temperature: 1, hardWeight: 0, targets: "uniform" } as const;
  const onLabels = await sureness({});
  expect(await sureness({ smoothing: 0.5 })).toBeLessThan(0.8 * onLabels);
  expect(await sureness({ soft })).toBeLessThan(0.5 * onLabels);
});

test("a student learns from the net of the stage that it needs, and a net of no epochs is measured as it is", async () => {
  const teacher = await trained({ isKept: true, net: { ...net, epochs: 8 } });
  rmSync(inside("scratch"), { recursive: true });
  const soft = { loss: "distillation", temperature: 3, hardWeight: 0, targets: "live" } as const;
  const needs = { teacher: { directory: inside(), result: teacher.result } };
  const taught = await trained({ soft, net: { ...net, epochs: 8 }, seed: 3, transferSet: { share: 0.5 } }, needs);
  expect(taught.result.transferSize).toBe(100);
  expect(taught.result.history.at(-1)!.terms.kl).toBeLessThan(taught.result.history[0]!.terms.kl!);
  rmSync(inside("scratch"), { recursive: true });
  const file = { ...net, kind: "file", path: inside(MODEL_FOLDER), epochs: 0 } as const;
  const asItIs = await trained({ net: file });
  expect(asItIs.result).toEqual({ ...teacher.result, history: [] });
});
