import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { readMatrix } from "../../src/nets/internal/matrix-file.ts";
import type { TrainingEvent } from "../../src/nets/training-event.ts";
import type { GeneralistResult } from "../../src/specialists/train-generalist.ts";
import { type SpecialistInput, trainSpecialistNet } from "../../src/specialists/train-specialist-net.ts";
import { taskContext } from "../fixtures/task-context.ts";
import { TINY_SPECIALISTS, tinyGeneralist } from "../fixtures/tiny-specialists.ts";

const inside = useTemporaryDirectory();
const { clusters: _, size: __, ...settings } = TINY_SPECIALISTS.specialists;
const INPUT: SpecialistInput = { softmax: "dustbin", seed: 5, index: 1, settings, batchSize: 32, momentum: 0.9 };

test.each(["dustbin", "full"] as const)(
  "a specialist (%s) is trained, answers, and leaves no tensor",
  async (softmax) => {
    const { data, generalist } = await tinyGeneralist(inside("generalist"));
    mkdirSync(inside("specialist"));
    const context = taskContext(data, inside("specialist"), { needs: { generalist } });
    const before = tf.memory().numTensors;
    const result = await trainSpecialistNet.run({ ...INPUT, softmax }, context);
    expect(tf.memory().numTensors).toBe(before);
    expect(result).toMatchObject({ epochs: 2, oversampling: expect.any(Number) });
    expect(context.events[0]).toMatchObject({ kind: "begin", total: result.passes * 400 });
    expect(existsSync(inside("specialist", "training.f32"))).toBe(softmax === "dustbin");
    const width = (generalist.result as GeneralistResult).sets[1]!.length + 1;
    const { rows, data: probs } = await readMatrix(inside("specialist"), "test", width);
    expect(rows).toBe(1500);
    for (let row = 0; row < rows; row += 100) {
      expect(probs.subarray(width * row, width * (row + 1)).reduce((sum, value) => sum + value)).toBeCloseTo(1, 5);
    }
    expect(await trainSpecialistNet.run({ ...INPUT, softmax }, context)).toEqual(result);
  },
);

test("killed after its first epoch it resumes there, and comes to the same answers", async () => {
  const { data, generalist } = await tinyGeneralist(inside("generalist"));
  const run = (folder: string, emit?: (event: TrainingEvent) => void) => {
    mkdirSync(inside(folder), { recursive: true });
    const context = taskContext(data, inside(folder), { needs: { generalist }, ...(emit ? { emit } : {}) });
    return trainSpecialistNet.run(INPUT, context);
  };
  const whole = await run("whole");
  // The first epoch is over and its checkpoint is written when the second has begun.
  const firstEpoch = (whole.passes * 400) / whole.epochs;
  const die = (event: TrainingEvent) => {
    if (event.kind === "step" && event.done > firstEpoch) throw new Error("the power went out");
  };
  await expect(run("killed", die)).rejects.toThrow("the power went out");
  const steps: number[] = [];
  const resumed = await run("killed", (event) => void (event.kind === "step" && steps.push(event.done)));
  expect(resumed).toEqual(whole);
  expect(steps).toHaveLength(Math.ceil(firstEpoch / INPUT.batchSize));
  for (const name of ["training.f32", "validation.f32", "test.f32"]) {
    expect(readFileSync(inside("killed", name)).equals(readFileSync(inside("whole", name)))).toBe(true);
  }
});

test("it stops when it is aborted, and leaves no tensor", async () => {
  const { data, generalist } = await tinyGeneralist(inside("generalist"));
  const before = tf.memory().numTensors;
  const controller = new AbortController();
  const emit = () => controller.abort(new Error("enough"));
  const context = taskContext(data, inside(), { needs: { generalist }, signal: controller.signal, emit });
  await expect(trainSpecialistNet.run(INPUT, context)).rejects.toThrow("enough");
  expect(tf.memory().numTensors).toBe(before);
});
