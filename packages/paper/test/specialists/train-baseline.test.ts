import { existsSync, mkdirSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { readMatrix } from "../../src/nets/internal/matrix-file.ts";
import { trainBaseline } from "../../src/specialists/train-baseline.ts";
import { taskContext } from "../fixtures/task-context.ts";
import { TINY_SPECIALISTS, tinyGeneralist } from "../fixtures/tiny-specialists.ts";

const inside = useTemporaryDirectory();

test.each([
  // The generalist's two passes and the specialists' 4.1: 6.1 in all.
  ["longer", 6],
  ["ensemble", 6],
  ["mixture", 6],
] as const)("%s costs as many passes as everything together, as nearly as whole epochs allow", async (kind, passes) => {
  const { data, generalist } = await tinyGeneralist(inside("generalist"));
  const needs = { generalist, specialist: { directory: "", result: { passes: 4.1 } } };
  mkdirSync(inside("baseline"));
  const context = taskContext(data, inside("baseline"), { needs });
  const before = tf.memory().numTensors;
  const input = { kind, net: TINY_SPECIALISTS.generalist, seed: 1, experts: 2 };
  expect(await trainBaseline.run(input, context)).toEqual({ passes });
  expect(tf.memory().numTensors).toBe(before);
  const { rows, data: probs } = await readMatrix(inside("baseline"), "test", 12);
  expect(rows).toBe(1500);
  expect(probs.subarray(0, 12).reduce((sum, prob) => sum + prob)).toBeCloseTo(1, 5);
  // Members that were finished are not trained again.
  expect(existsSync(inside("baseline", "scratch", "member-2.f32"))).toBe(kind === "ensemble");
  const steps = context.events.length;
  expect(await trainBaseline.run(input, context)).toEqual({ passes });
  expect(context.events.slice(steps).filter((event) => event.kind === "step")).toEqual([]);
  expect((await readMatrix(inside("baseline"), "test", 12)).data).toEqual(probs);
});
