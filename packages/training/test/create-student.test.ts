import { softmax } from "@dark-knowledge/core";
import {
  columnOf,
  createDataset,
  describeInputs,
  encodeTable,
  scale,
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
  await expect(student.predict("x" as never)).rejects.toThrow('predict: examples must be an array, got "x"');
  await expect(student.predict([])).rejects.toThrow("must have at least one example");
  student.dispose();
});

test("a model of other examples is refused", async () => {
  const student = createStudent(createMlp({ exampleShape: [3], hiddenUnits: [], classCount: 2, seed: 1 }), DESCRIPTION);
  await expect(student.predict(ROWS)).rejects.toThrow("must take examples of shape [4]");
  student.dispose();
});

test("a student of several classes names those above one half, one of numbers answers in their unit", async () => {
  const inputs = DESCRIPTION.inputs;
  const labels = createStudent(create(), { ...DESCRIPTION, task: "several-classes" });
  const { data } = await labels.predictLogits(ROWS);
  const answers = await labels.predictLabels(ROWS);
  answers.forEach((answer, row) => {
    const own = [...data.subarray(2 * row, 2 * row + 2)];
    expect(answer.labels).toEqual(["no", "yes"].filter((_, label) => own[label]! > 0));
    expect([...answer.probs]).toEqual(own.map((logit) => expect.closeTo(1 / (1 + Math.exp(-logit)), 12)));
  });
  const outputs = { names: ["price", "age"], scale: scale({ subtract: [100, 0], divide: [10, 2] }) };
  const numbers = createStudent(create(), { ...DESCRIPTION, inputs, task: "numbers", classNames: [], outputs });
  const [first] = await numbers.predictNumbers(ROWS);
  expect(first).toEqual({ price: data[0]! * 10 + 100, age: data[1]! * 2 });
  await expect(numbers.predict(ROWS)).rejects.toThrow(
    'predict: student must have the task "classes" (use predictNumbers), got "numbers"',
  );
  await expect(labels.predictNumbers(ROWS)).rejects.toThrow(
    'predictNumbers: student must have the task "numbers" (use predictLabels), got "several-classes"',
  );
  for (const student of [labels, numbers]) student.dispose();
});
