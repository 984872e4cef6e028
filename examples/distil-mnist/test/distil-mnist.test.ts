import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selectBackend } from "@dark-knowledge/backend";
import { generatedDigits } from "@dark-knowledge/datasets";
import { evaluate } from "@dark-knowledge/training";
import { loadModel } from "@dark-knowledge/training/node";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { distilMnist } from "../src/distil-mnist.ts";

test("the small net learns more from the teacher than from the labels, and is saved", async () => {
  await selectBackend({ prefer: ["wasm"] });
  const folder = mkdtempSync(join(tmpdir(), "distil-mnist-"));
  const before = tf.memory().numTensors;
  const data = generatedDigits({ trainSize: 300, testSize: 500, seed: 1 });
  const settings = { teacherUnits: [100], teacherEpochs: 25, studentUnits: [20], studentEpochs: 30, temperature: 4 };
  const { teacher, hard, distilled, agreement } = await distilMnist(data, settings, folder);
  expect(distilled).toBeLessThan(hard);
  expect(teacher).toBeLessThan(hard);
  expect(agreement).toBeGreaterThan(0.5);
  const student = await loadModel(folder);
  expect((await evaluate(student, data.test)).errors).toBe(distilled);
  student.dispose();
  rmSync(folder, { recursive: true });
  expect(tf.memory().numTensors).toBe(before);
});
