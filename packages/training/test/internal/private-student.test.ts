import { isPlainWasm, nativeLayers, restoreWasm, selectBackend } from "@dark-knowledge/backend";
import { createDataset, describeInputs } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import {
  input,
  type LayersModel,
  layers,
  type SymbolicTensor,
  sequential,
  model as tfModel,
} from "@tensorflow/tfjs-layers";
import { afterAll, describe, expect, test } from "vitest";
import { createCnn, createMlp, createStudent, type StudentDescription } from "../../src/index.ts";
import { privateStudent } from "../../src/internal/private-student.ts";
import { expectSameLogits } from "../fixtures/saved-student.ts";

const columns = { features: { values: new Float32Array(3), shape: [3] } };
const DESCRIPTION: StudentDescription = {
  ...{ version: 1, task: "classes", classNames: ["a", "b"], fingerprint: "", versions: {} },
  inputs: describeInputs(createDataset({ columns })),
};
const examples = Array.from({ length: 9 }, (_, row) => Float32Array.of(row, 1 - row, 0.5));
const few = examples.slice(0, 8);

function setToZero(model: LayersModel): void {
  tf.tidy(() => model.setWeights(model.getWeights().map((weight) => tf.zerosLike(weight))));
}

test("few examples are answered by a plan, until somebody reads the model", async () => {
  const model = createMlp({ exampleShape: [3], hiddenUnits: [7], classCount: 2, seed: 1 });
  const student = privateStudent(model, DESCRIPTION, {});
  const before = tf.memory().numTensors;
  const first = await student.predictLogits(few);
  expectSameLogits(first, await createStudent(model, DESCRIPTION).predictLogits(few));
  expect(tf.memory().numTensors).toBe(before);
  // Nobody but a test can do this; it shows who answers.
  setToZero(model);
  expect(await student.predictLogits(few)).toEqual(first);
  const isPlanFaster = tf.getBackend() === "cpu" || isPlainWasm() || nativeLayers() !== undefined;
  expect((await student.predictLogits(examples)).data.every((logit) => logit === 0)).toBe(!isPlanFaster);
  expect(student.model).toBe(model);
  expect((await student.predictLogits(few)).data.every((logit) => logit === 0)).toBe(true);
  student.dispose();
  await expect(student.predictLogits(few)).rejects.toThrow();
});

test("nothing answers once the student is disposed of, the plan neither", async () => {
  const model = createMlp({ exampleShape: [3], hiddenUnits: [7], classCount: 2, seed: 1 });
  const student = privateStudent(model, DESCRIPTION, {});
  await student.predictLogits(few);
  student.dispose();
  await expect(student.predictLogits(few)).rejects.toThrow();
});

test("later raw examples, which are answered at once, have the same answers, errors and options", async () => {
  const model = createMlp({ exampleShape: [3], hiddenUnits: [7], classCount: 2, seed: 1 });
  const student = privateStudent(model, DESCRIPTION, {});
  const wrong = [
    [Float32Array.of(1, Number.NaN, 0)],
    [Float32Array.of(1, 2)],
    ["text"],
    "no list",
    [new Float32Array(3).fill(3e38)],
  ];
  const outcomesOf = async (raws: readonly unknown[]) =>
    student.predict(raws).then(
      (answers) => answers,
      (error: Error) => error.message,
    );
  const ask = async () => {
    const outcomes: unknown[] = [];
    for (const raws of [...wrong, few, few.slice(2, 3), few.map((one) => [...one])])
      outcomes.push(await outcomesOf(raws as readonly unknown[]));
    return outcomes;
  };
  const before = await ask();
  expect(before.slice(0, 4).every((outcome) => typeof outcome === "string")).toBe(true);
  const tensors = tf.memory().numTensors;
  expect(await ask()).toEqual(before);
  const given = few.map((example) => example.slice());
  await student.predict(given);
  expect(given).toEqual(few);
  const done: number[] = [];
  await student.predict(few, { batchSize: 3, onProgress: (count) => done.push(count) });
  expect(done).toEqual([3, 6, 8]);
  expect(tf.memory().numTensors).toBe(tensors);
  expect(await student.predictLogits([]).catch((error: Error) => error.message)).toMatch(/at least one|must/);
  student.dispose();
});

test("raw examples of several inputs, which are answered at once, belong to the inputs by name", async () => {
  const [first, second] = [input({ shape: [2], name: "first" }), input({ shape: [2], name: "second" })];
  const doubled = layers.dense({ units: 2, kernelInitializer: "identity", useBias: false }).apply(first);
  const outputs = layers.concatenate().apply([doubled as SymbolicTensor, second]) as SymbolicTensor;
  const twice = columnsOf(["second", "first"]);
  const student = privateStudent(
    tfModel({ inputs: [first, second], outputs }),
    { ...DESCRIPTION, classNames: [..."abcd"], inputs: describeInputs(createDataset({ columns: twice })) },
    {},
  );
  const raws = { second: [Float32Array.of(3, 4)], first: [Float32Array.of(1, 2)] };
  const before = await student.predictLogits(raws);
  expect([...before.data]).toEqual([1, 2, 3, 4]);
  expect(await student.predictLogits(raws)).toEqual(before);
  student.dispose();
});

const columnsOf = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { values: new Float32Array(2), shape: [2] }]));

test("a model that cannot be compiled answers itself", async () => {
  const model = sequential({
    layers: [layers.layerNormalization({ inputShape: [3] }), layers.dense({ units: 2 })],
  });
  const [own, other] = [privateStudent(model, DESCRIPTION, {}), createStudent(model, DESCRIPTION)];
  expect(await own.predictLogits(few)).toEqual(await other.predictLogits(few));
  own.dispose();
});

const chosen = tf.getBackend();
await selectBackend({ prefer: ["wasm-blas", "wasm"] });
const hasNative = nativeLayers() !== undefined;
await leaveWasm();

async function leaveWasm(): Promise<void> {
  await selectBackend({ prefer: ["cpu"] });
  restoreWasm();
  await tf.setBackend(chosen);
}

describe.runIf(hasNative)("with a native library", () => {
  afterAll(leaveWasm);

  test("any number of examples is answered by a plan, and the answers are right", async () => {
    await selectBackend({ prefer: ["wasm-blas"], threads: 1 });
    const columns = { features: { values: new Float32Array(784), shape: [28, 28, 1] } };
    const description = { ...DESCRIPTION, inputs: describeInputs(createDataset({ columns })) };
    const shape = { exampleShape: [28, 28, 1], classCount: 2, seed: 1 };
    for (const model of [createMlp({ ...shape, hiddenUnits: [300, 90] }), createCnn({ ...shape, filters: [16, 8] })]) {
      const student = privateStudent(model, description, {});
      const images = Array.from({ length: 70 }, (_, image) =>
        Float32Array.from({ length: 784 }, (_, at) => Math.sin(at * 12.9898 + image)),
      );
      const before = tf.memory().numTensors;
      for (const count of [1, 2, 9, 64, 70]) {
        const some = images.slice(0, count);
        const expected = await createStudent(model, description).predictLogits(some);
        expectSameLogits(await student.predictLogits(some), expected);
      }
      expect(tf.memory().numTensors).toBe(before);
      const first = await student.predictLogits(images);
      setToZero(model);
      expect(await student.predictLogits(images)).toEqual(first);
      expect(student.model).toBe(model);
      expect((await student.predictLogits(images)).data.every((logit) => logit === 0)).toBe(true);
      student.dispose();
      await expect(student.predictLogits(images)).rejects.toThrow();
    }
  });
});
