import { existsSync, mkdirSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { readMatrix } from "../../src/nets/internal/matrix-file.ts";
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

test("it stops when it is aborted, and leaves no tensor", async () => {
  const { data, generalist } = await tinyGeneralist(inside("generalist"));
  const before = tf.memory().numTensors;
  const controller = new AbortController();
  const emit = () => controller.abort(new Error("enough"));
  const context = taskContext(data, inside(), { needs: { generalist }, signal: controller.signal, emit });
  await expect(trainSpecialistNet.run(INPUT, context)).rejects.toThrow("enough");
  expect(tf.memory().numTensors).toBe(before);
});
