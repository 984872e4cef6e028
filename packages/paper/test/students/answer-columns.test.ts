import { createDataset, describeInputs, type Targets } from "@dark-knowledge/datasets";
import { createStudent, type StudentDescription } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { expect, test } from "vitest";
import { answerColumns } from "../../src/students/answer-columns.ts";

const column = { x: { values: Float32Array.of(1, -2), shape: [1] } };

/** The answers of `[x, −x]`, or of x alone, to 1 and −2. */
async function answers(targets: Targets, description: Partial<StudentDescription>, units: number, json: boolean) {
  const dataset = createDataset({ columns: column, targets });
  const kernel = tf.tensor2d([1, -1].slice(0, units), [1, units]);
  const model = sequential({ layers: [layers.dense({ units, inputShape: [1], useBias: false, weights: [kernel] })] });
  const rest = { version: 1, classNames: [], inputs: describeInputs(dataset), fingerprint: "", versions: {} } as const;
  const student = createStudent(model, { ...rest, task: "classes", ...description });
  const columns = await answerColumns(student, dataset, { json });
  student.dispose();
  kernel.dispose();
  return columns;
}

test("answerColumns names the class and its probability", async () => {
  const targets = { kind: "classes", labels: Int32Array.of(0, 1), classNames: ["up", "down"] } as const;
  const description = { task: "classes", classNames: ["up", "down"] } as const;
  expect(await answers(targets, description, 2, false)).toEqual([
    { class: "up", probability: (1 / (1 + Math.exp(-2))).toFixed(4) },
    { class: "down", probability: (1 / (1 + Math.exp(-4))).toFixed(4) },
  ]);
  const [first] = await answers(targets, description, 2, true);
  expect(first).toMatchObject({
    class: "up",
    probs: { up: expect.closeTo(0.8808, 4), down: expect.closeTo(0.1192, 4) },
  });
});

test("answerColumns lists classes, and numbers with the digits of a float32", async () => {
  const several = { kind: "several-classes", labels: Int8Array.of(1, 0, 0, 1), classNames: ["up", "down"] } as const;
  const description = { task: "several-classes", classNames: ["up", "down"] } as const;
  expect(await answers(several, description, 2, false)).toEqual([{ classes: "up" }, { classes: "down" }]);
  const [first] = await answers(several, description, 2, true);
  expect(first).toMatchObject({ classes: ["up"] });
  const numbers = { kind: "numbers", names: ["y"], values: Float32Array.of(1, 2) } as const;
  const described = { task: "numbers", outputs: { names: ["y"] } } as const;
  expect(await answers(numbers, described, 1, false)).toEqual([{ y: "1" }, { y: "-2" }]);
  expect(await answers(numbers, described, 1, true)).toEqual([{ numbers: { y: 1 } }, { numbers: { y: -2 } }]);
});
