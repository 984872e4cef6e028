import { rm } from "node:fs/promises";
import type { Matrix } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import { createSoftTargetWriter, openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { distill } from "@dark-knowledge/training";
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
    await recordAnswers(probs, training, directory);
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

async function recordAnswers(probs: Matrix<Float32Array>, { rows, classNames }: Dataset, directory: string) {
  const positions = new Map(Array.from(rows, (id, position) => [id, position]));
  const writer = await createSoftTargetWriter(directory, {
    classNames,
    teacherFingerprint: "answers",
    ids: rows.slice().sort(),
  });
  try {
    for (let wanted = writer.next(4096); wanted !== undefined; wanted = writer.next(4096)) {
      const logits = new Float32Array(wanted.ids.length * probs.columns);
      wanted.ids.forEach((id, index) => {
        const from = positions.get(id)! * probs.columns;
        logits.set(probs.data.subarray(from, from + probs.columns).map(Math.log), index * probs.columns);
      });
      await writer.append(logits);
    }
    await writer.finish();
  } finally {
    await writer.close();
  }
}
