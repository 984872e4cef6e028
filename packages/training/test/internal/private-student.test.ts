import { createDataset, describeInputs } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";
import { expect, test } from "vitest";
import { createMlp, createStudent, type StudentDescription } from "../../src/index.ts";
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
  const isCpu = tf.getBackend() === "cpu";
  expect((await student.predictLogits(examples)).data.every((logit) => logit === 0)).toBe(!isCpu);
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

test("a model that cannot be compiled answers itself", async () => {
  const model = sequential({
    layers: [layers.layerNormalization({ inputShape: [3] }), layers.dense({ units: 2 })],
  });
  const [own, other] = [privateStudent(model, DESCRIPTION, {}), createStudent(model, DESCRIPTION)];
  expect(await own.predictLogits(few)).toEqual(await other.predictLogits(few));
  own.dispose();
});
