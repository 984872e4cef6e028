import { softmax } from "@dark-knowledge/core";
import {
  columnOf,
  createDataset,
  describeInputs,
  encodeTable,
  tableRow,
  withTransform,
} from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { createMlp, createStudent, predictLogits, type StudentDescription } from "../src/index.ts";

const ROWS = [
  { age: 20, job: "smith" },
  { age: 40, job: "baker" },
  { age: null, job: "smith" },
];
const source = tableRow([
  { name: "age", type: "number" },
  { name: "job", type: "category", values: ["smith", "baker"] },
]);
const stored = createDataset({
  columns: { row: columnOf(ROWS, source) },
  targets: { kind: "classes", labels: Int32Array.of(0, 1, 0), classNames: ["no", "yes"] },
});
const dataset = withTransform(stored, encodeTable(stored));
const DESCRIPTION: StudentDescription = {
  ...{ version: 1, task: "classes", classNames: ["no", "yes"], fingerprint: "", versions: {} },
  inputs: JSON.parse(JSON.stringify(describeInputs(dataset))),
};
const create = (seed = 1) => createMlp({ exampleShape: [4], hiddenUnits: [5], classCount: 2, seed });

test("a student says of raw rows what its model says of the dataset, by name", async () => {
  const student = createStudent(create(), DESCRIPTION);
  const logits = await predictLogits(student.model, dataset);
  const before = tf.memory().numTensors;
  expect(await student.predictLogits(ROWS)).toEqual(logits);
  const answers = await student.predict(ROWS);
  answers.forEach(({ label, prob, probs }, row) => {
    const expected = softmax(logits.data.subarray(2 * row, 2 * row + 2));
    expect(probs).toEqual(expected);
    expect([label, prob]).toEqual(expected[0]! >= expected[1]! ? ["no", expected[0]] : ["yes", expected[1]]);
  });
  expect(tf.memory().numTensors).toBe(before);
  student.dispose();
  expect(tf.memory().numTensors).toBeLessThan(before);
});

test("wrong examples are named", async () => {
  const student = createStudent(create(), DESCRIPTION);
  await expect(student.predict([ROWS[0], { age: "old" }])).rejects.toThrow('raws[1] must have a number for "age"');
  await expect(student.predict("x" as never)).rejects.toThrow('raws must be an object, got "x"');
  await expect(student.predict([])).rejects.toThrow("must have at least one example");
  student.dispose();
});

test("a model of other examples is refused", async () => {
  const student = createStudent(createMlp({ exampleShape: [3], hiddenUnits: [], classCount: 2, seed: 1 }), DESCRIPTION);
  await expect(student.predict(ROWS)).rejects.toThrow("must take examples of shape [4]");
  student.dispose();
});
