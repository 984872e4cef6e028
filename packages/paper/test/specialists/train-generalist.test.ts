import { existsSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { readMatrix } from "../../src/nets/internal/matrix-file.ts";
import type { GeneralistResult } from "../../src/specialists/train-generalist.ts";
import { tinyGeneralist } from "../fixtures/tiny-specialists.ts";

const inside = useTemporaryDirectory();

test("a generalist is trained, finds the classes that it confuses, and answers every set", async () => {
  const { generalist } = await tinyGeneralist(inside("generalist"));
  const { sets, passes, parameters, similarity, covered, coveredAtRandom } = generalist.result as GeneralistResult;
  expect(sets.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, label) => label));
  expect({ passes, parameters }).toEqual({ passes: 2, parameters: 24 * 6 + 6 + 6 * 12 + 12 });
  expect(similarity).toHaveLength(12);
  expect(covered).toBeGreaterThan(coveredAtRandom);
  for (const [name, rows] of Object.entries({ training: 400, validation: 200, test: 1500 })) {
    const probs = await readMatrix(inside("generalist"), name, 12);
    expect(probs.rows).toBe(rows);
    expect(probs.data.subarray(0, 12).reduce((sum, prob) => sum + prob)).toBeCloseTo(1, 5);
  }
  expect(existsSync(inside("generalist", "model", "model.json"))).toBe(true);
  const before = tf.memory().numTensors;
  // It resumes from its last checkpoint, and comes to the same.
  expect((await tinyGeneralist(inside("generalist"))).generalist).toEqual(generalist);
  expect(tf.memory().numTensors).toBe(before);
});
