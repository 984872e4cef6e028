import { existsSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { run as runJob } from "../src/job.ts";
import type { TrainingEvent } from "../src/training-events.ts";
import { tinyJob } from "./fixtures/tiny-job.ts";
import { tinySpec } from "./fixtures/tiny-spec.ts";

const inside = useTemporaryDirectory();

test("run trains, tells how far it is, saves the model and runs it over the test set", async () => {
  const events: TrainingEvent[] = [];
  const result = await runJob(await tinyJob(inside("hard")), (event) => events.push(event));
  expect(result).toMatchObject({ parameters: 784 * 8 + 8 + 8 * 10 + 10, history: [{ epoch: 0 }, { epoch: 1 }] });
  expect([result.testLogits.rows, result.testLogits.columns]).toEqual([100, 10]);
  expect(result.seconds).toBeGreaterThan(0);
  expect(existsSync(inside("hard", "model.json"))).toBe(true);
  // Two epochs of 150 examples in batches of 128: four steps.
  expect(events.map(({ kind }) => kind)).toEqual(["begin", "step", "step", "epoch", "step", "step", "epoch"]);
  expect(events[0]).toEqual({ kind: "begin", examples: 300 });
  expect(events[5]).toEqual({ kind: "step", done: 300 });
  expect(events[6]).toMatchObject({ epoch: 1, logs: { loss: expect.any(Number), valErrors: expect.any(Number) } });
});

test("run distils from a saved teacher, the same student every time, and leaves no tensor behind", async () => {
  await runJob(await tinyJob(inside("teacher"), { role: "teacher", net: tinySpec().teacher }), () => {});
  const distillation = { teacherDirectory: inside("teacher"), temperature: 4, hardWeight: 0.1 };
  const run = async (name: string) =>
    runJob(await tinyJob(inside(name), { role: "distilled", distillation }), () => {});
  const first = await run("first");
  const before = tf.memory().numTensors;
  const second = await run("second");
  expect(tf.memory().numTensors).toBe(before);
  expect(second.testLogits.data).toEqual(first.testLogits.data);
  expect(Object.keys(first.history[0]!.terms).sort()).toEqual(["hard", "kl", "soft", "total"]);
});

test("run saves nothing when it is aborted", async () => {
  const controller = new AbortController();
  const job = await tinyJob(inside("hard"));
  const run = runJob(job, () => controller.abort(new Error("enough")), controller.signal);
  await expect(run).rejects.toThrow("enough");
  expect(existsSync(inside("hard"))).toBe(false);
});
