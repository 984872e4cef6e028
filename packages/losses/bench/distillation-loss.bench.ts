import { createRandom } from "@dark-knowledge/core";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { type BenchOptions, bench, describe } from "vitest";
import { distillationLoss } from "../src/index.ts";
import { composedLoss, OPTIONS } from "./composed-loss.ts";

type Loss = (studentLogits: tf.Tensor2D, teacherLogits: tf.Tensor2D, labels: tf.Tensor1D) => tf.Tensor;

const ours: Loss = (studentLogits, teacherLogits, labels) =>
  distillationLoss(studentLogits, { teacherLogits, labels }, OPTIONS).total;

/** Forward and gradient with respect to the student's logits, read back. The tensors are made on `backend`. */
async function gradientStep(loss: Loss, backend: string, batch: number, classes: number): Promise<() => void> {
  await tf.setBackend(backend);
  const random = createRandom(batch);
  const logits = () => tf.tensor2d(Float32Array.from({ length: batch * classes }, random.normal), [batch, classes]);
  const [student, teacher] = [logits(), logits()];
  const labels = tf.tensor1d(
    Int32Array.from({ length: batch }, () => random.integer(classes)),
    "int32",
  );
  const gradient = tf.grad((z) => tf.mean(loss(z as tf.Tensor2D, teacher, labels)));
  return () => {
    // Nothing is returned from tidy: it would look for tensors among the numbers.
    tf.tidy(() => {
      gradient(student).dataSync();
    });
  };
}

for (const backend of ["cpu", "wasm"]) {
  for (const [batch, classes] of [
    [128, 10],
    [64, 10_000],
  ] as const) {
    describe(`forward and gradient of [${batch}, ${classes}] on ${backend}`, async () => {
      const options: BenchOptions = {
        setup: async () => {
          await tf.setBackend(backend);
        },
        time: 1500,
        iterations: 5,
        warmupIterations: 2,
      };
      bench("distillationLoss", await gradientStep(ours, backend, batch, classes), options);
      bench("composed of tfjs operations", await gradientStep(composedLoss, backend, batch, classes), options);
    });
  }
}
