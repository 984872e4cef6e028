import type { ExperimentStage } from "@dark-knowledge/paper";
import { expect, test } from "vitest";
import { watchPipeline } from "../../src/run/watch-pipeline.ts";
import { createProgress } from "../../src/terminal/progress.ts";
import { TextStream } from "../fixtures/text-stream.ts";

test("watchPipeline shows stages and the training inside them, crashes, failures and damage", () => {
  const stream = new TextStream();
  const watch = watchPipeline(createProgress(stream, { quiet: false }));
  const stage = (name: string) => ({ name }) as ExperimentStage;
  const planned = ["a", "b", "c", "d"].map((name) => ({ name, status: name === "b" ? "damaged" : "new" }) as const);
  watch({ kind: "planned", stages: planned });
  watch({ kind: "skipped", stage: stage("a") });
  watch({ kind: "started", stage: stage("b"), isResumed: false });
  const report = (event: object) => watch({ kind: "reported", stage: stage("b"), event: event as never });
  report({ kind: "begin", total: 100 });
  report({ kind: "step", done: 50 });
  report({ kind: "epoch", epoch: 1, epochs: 2, done: 50, logs: { loss: 0.5, valErrors: 3 } });
  report({ kind: "epoch", epoch: 2, epochs: 2, done: 100, logs: { loss: 0.25, kl: 0.1 } });
  report({ kind: "warning", text: "a checkpoint was damaged" });
  watch({ kind: "retried", stage: stage("b"), error: new Error("out of luck"), retry: 1, of: 2 });
  watch({ kind: "finished", stage: stage("b"), result: 1 });
  watch({ kind: "failed", stage: stage("c"), error: new Error("no luck at all") });
  watch({ kind: "blocked", stage: stage("d") });
  expect(stream.lines.map((line) => line.replace(/· .*left · /, ""))).toEqual([
    "all stages: 4 stages to go",
    "b: its files are damaged; it runs again",
    "b: 100 examples to go",
    "b: 50% epoch 1/2 · validation errors 3 · loss 0.500",
    "b: 100% epoch 2/2 · T²·KL 0.100",
    "b: a checkpoint was damaged",
    "b: crashed (out of luck); begins again, retry 1 of 2",
    "b: done in 0 s",
    "c: no luck at all",
    "all stages: done in 0 s",
  ]);
});
