import { rm } from "node:fs/promises";
import { createMatrix, type Matrix } from "@dark-knowledge/core";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { distill } from "@dark-knowledge/training";
import { recordLogits } from "./record-logits.ts";
import type { Baseline } from "./train-baselines.ts";
import type { TrainingBench } from "./training-bench.ts";

const STREAM = 3;

/**
 * Distils answers to the training set, `[examples, classes]`, into one net of the generalist's size. Whatever the answers it
 * begins with the same weights and sees the same examples in the same order. They go through a store of soft
 * targets in `directory`, which is removed afterwards.
 */
export async function distilBack(
  bench: TrainingBench,
  label: string,
  probs: Matrix<Float32Array>,
  directory: string,
): Promise<Baseline> {
  const { generalist, distillation } = bench.spec;
  const { epochs, learningRate } = generalist;
  const { temperature, hardWeight } = distillation;
  const { training, test } = bench.data;
  const student = bench.createNet(STREAM);
  try {
    await recordLogits(createMatrix(probs.rows, probs.columns, probs.data.map(Math.log)), training, directory);
    const softTargets = await openSoftTargets(directory);
    try {
      const cost = await bench.train({ label, stream: STREAM, epochs, learningRate }, (options) =>
        distill(student, softTargets, training, { ...options, temperature, hardWeight, softWeight: 1 - hardWeight }),
      );
      return { probs: await bench.answer(student, test), cost };
    } finally {
      await softTargets.close();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
