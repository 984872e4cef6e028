import { writeFileSync } from "node:fs";
import { createRandom } from "@dark-knowledge/core";
import {
  type Dataset,
  datasetFromTable,
  describeShuffle,
  type FileDataset,
  fitTransforms,
  inferLayout,
  stratifiedSplit,
  withTransform,
} from "@dark-knowledge/datasets";
import { loadTable, openFileDataset } from "@dark-knowledge/datasets/node";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { Float32, Table, tableToIPC, Utf8, vectorFromArray } from "apache-arrow";
import { expect, test } from "vitest";
import {
  createMlp,
  distill,
  distillRegressor,
  evaluate,
  evaluateRegressor,
  fidelity,
  fingerprintDataset,
  fingerprintWeights,
  sgd,
  trainClassifier,
  trainRegressor,
} from "../src/index.ts";
import { recordSoftTargets } from "../src/node/index.ts";
import { checkpointsInMemory } from "./fixtures/checkpoints-in-memory.ts";

const inside = useTemporaryDirectory();

/** Rows that a small net can learn, in record batches of ten. */
function writeRows(path: string, count: number, seed: number): void {
  const { normal } = createRandom(seed);
  const rows = Array.from({ length: count }, () => {
    const [x, y] = [normal(), normal()];
    return { x, y, colour: x > 0.5 ? "red" : "blue", label: x + y > 0 ? "above" : "below", height: x - y };
  });
  const batches = Array.from({ length: Math.ceil(count / 10) }, (_, index) => {
    const some = rows.slice(index * 10, index * 10 + 10);
    const column = (name: keyof (typeof rows)[number], type: Float32 | Utf8) =>
      vectorFromArray(
        some.map((row) => row[name]),
        type,
      );
    const numbers = {
      x: column("x", new Float32()),
      y: column("y", new Float32()),
      height: column("height", new Float32()),
    };
    return new Table({ ...numbers, colour: column("colour", new Utf8()), label: column("label", new Utf8()) })
      .batches[0]!;
  });
  writeFileSync(path, tableToIPC(new Table(batches), "file"));
}

/** The same rows in a file and in memory, with the transforms that were fitted on the file. */
async function both(label: "label" | "height", cacheBytes = 2 ** 20): Promise<{ files: FileDataset; memory: Dataset }> {
  const path = inside("rows.arrow");
  writeRows(path, 85, 1);
  const options = { label, ignore: [label === "label" ? "height" : "label"] };
  const files = await fitTransforms(await openFileDataset(path, { ...options, cacheBytes }));
  const table = await loadTable(path);
  const memory = datasetFromTable(table, inferLayout(table, options));
  return { files, memory: withTransform(memory, files.columns.row!.transforms[0]!) };
}

const makeModel = (seed: number, classCount = 2) =>
  createMlp({ exampleShape: [4], hiddenUnits: [5], classCount, seed });
const hashOf = (model: ReturnType<typeof makeModel>) =>
  fingerprintWeights(model.weights.map((weight) => weight.read()));
const OPTIONS = { epochs: 2, seed: 4, batchSize: 16 };

test("a student that learns from files, from labels or a live teacher, is that of the same set in memory", async () => {
  const { files, memory } = await both("label");
  expect(describeShuffle(files).isFull).toBe(true);
  const before = tf.memory().numTensors;
  const teacher = makeModel(9);
  await trainClassifier(teacher, memory, { ...OPTIONS, epochs: 4 });
  const results = [];
  for (const dataset of [files, memory]) {
    const [one, other, third] = [makeModel(1), makeModel(1), makeModel(1)];
    const trained = await trainClassifier(one, dataset, { ...OPTIONS, validation: { size: 20, seed: 1 } });
    const kept = await distill(other, teacher, dataset, { ...OPTIONS, temperature: 2 });
    const live = await distill(third, async (features) => teacher.predict(features) as tf.Tensor, dataset, {
      ...{
        ...OPTIONS,
        temperature: 2,
        softLoss: (z: tf.Tensor2D, v: tf.Tensor2D) => tf.mean(tf.squaredDifference(z, v), 1),
      },
    });
    const judged = [await evaluate(other, dataset), await fidelity(other, teacher, dataset)];
    results.push([trained, kept, live, judged, await hashOf(one), await hashOf(other), await hashOf(third)]);
    for (const model of [one, other, third]) model.dispose();
  }
  teacher.dispose();
  expect(results[0]).toEqual(results[1]);
  expect(tf.memory().numTensors).toBe(before);
});

test("numbers are learned from files as from memory", async () => {
  const { files, memory } = await both("height");
  const results = [];
  for (const dataset of [files, memory]) {
    const [model, student] = [makeModel(2, 1), makeModel(3, 1)];
    const trained = await trainRegressor(model, dataset, OPTIONS);
    const distilled = await distillRegressor(student, model, dataset, OPTIONS);
    results.push([trained, distilled, await evaluateRegressor(student, dataset), await hashOf(student)]);
    model.dispose();
    student.dispose();
  }
  expect(results[0]).toEqual(results[1]);
});

test("with a small cache a student learns too, and resumes within an epoch bit for bit", async () => {
  const { files, memory } = await both("label", 2 * 10 * 3 * 4);
  expect(describeShuffle(files)).toMatchObject({ isFull: false, groups: 9, mixed: 2 });
  const { selected, rest } = stratifiedSplit(files, { size: 15, seed: 2 });
  const optimizer = () => sgd({ learningRate: 0.3, momentum: 0.9 });
  const whole = makeModel(1);
  const options = { ...OPTIONS, epochs: 4, validation: selected };
  await trainClassifier(whole, rest, { ...options, optimizer: optimizer() });
  expect((await evaluate(whole, memory)).accuracy).toBeGreaterThan(0.85);
  const resumed = makeModel(1);
  const checkpoints = checkpointsInMemory(undefined, 3);
  const abort = new AbortController();
  const stop = { onBatchEnd: (batch: number) => (batch === 3 ? abort.abort() : undefined) };
  const cut = trainClassifier(resumed, rest, {
    ...{ ...options, optimizer: optimizer(), checkpoints, signal: abort.signal, callbacks: stop },
  });
  await expect(cut).rejects.toThrow(/abort/);
  const state = checkpoints.states.at(-1)!;
  expect(state.step % 5).toBeGreaterThan(0);
  const left = { ...options, checkpoints: checkpointsInMemory(state) };
  await trainClassifier(resumed, rest, { ...left, optimizer: optimizer() });
  expect(await hashOf(resumed)).toBe(await hashOf(whole));
  // Another shuffle would be another run.
  const { files: other } = await both("label", 3 * 10 * 3 * 4);
  const again = trainClassifier(resumed, stratifiedSplit(other, { size: 15, seed: 2 }).rest, {
    ...{ ...left, optimizer: optimizer() },
  });
  await expect(again).rejects.toThrow("trainClassifier: dataset must be ");
  whole.dispose();
  resumed.dispose();
});

test("answers that are recorded for files are those for memory, and a student learns from them", async () => {
  const { files, memory } = await both("label", 2 * 10 * 3 * 4);
  expect(await fingerprintDataset(files)).toBe(await fingerprintDataset(memory));
  const teacher = makeModel(9);
  const stores = [];
  for (const [index, dataset] of [files, memory].entries()) {
    expect((await recordSoftTargets(teacher, dataset, inside(`store-${index}`), { batchSize: 16 })).answers).toBe(85);
    stores.push(await openSoftTargets(inside(`store-${index}`)));
  }
  const [own, other] = await Promise.all(stores.map((store) => store.read(files.rows, 0)));
  expect(own).toEqual(other);
  const student = makeModel(1);
  await distill(student, stores[1]!, files, { ...OPTIONS, temperature: 2 });
  expect((await fidelity(student, teacher, files)).size).toBe(85);
  await expect(
    recordSoftTargets(teacher, files, inside("moved"), { views: { seed: 1, epochs: 1, jitter: 1 } }),
  ).rejects.toThrow("viewOf: dataset must be in memory (readBatches reads one of files), got a dataset of files");
  for (const store of stores) await store.close();
  for (const model of [student, teacher]) model.dispose();
});
