import { existsSync, readdirSync, readFileSync } from "node:fs";
import { selectBackend } from "@dark-knowledge/backend";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import type { Job } from "../src/job.ts";
import { createProgress } from "../src/progress.ts";
import { runDistillation } from "../src/run-distillation.ts";
import { createInlineRunner, type TaskRunner } from "../src/run-tasks.ts";
import { failingRunner } from "./fixtures/failing-runner.ts";
import { TextStream } from "./fixtures/text-stream.ts";
import { tinySpec } from "./fixtures/tiny-spec.ts";

const inside = useTemporaryDirectory();

async function run(name: string, over: { runner?: TaskRunner; progress?: TextStream } = {}) {
  const { signal } = new AbortController();
  return runDistillation(tinySpec(), {
    out: inside(name),
    choice: await selectBackend({ prefer: ["wasm"] }),
    environment: {},
    signal,
    runner: over.runner ?? createInlineRunner(signal),
    progress: createProgress(over.progress ?? new TextStream(), { quiet: false }),
  });
}

test("runDistillation writes spec, metrics, models, table, record and report", async () => {
  const { directory, record, student } = await run("run");
  expect(readdirSync(directory).sort()).toEqual([
    "metrics.jsonl",
    "models",
    "record.json",
    "report.html",
    "spec.json",
    "table.md",
  ]);
  expect(readdirSync(`${directory}/models`).sort()).toEqual([
    "distilled-seed-1",
    "distilled-seed-2",
    "hard-seed-1",
    "hard-seed-2",
    "teacher",
  ]);
  expect(existsSync(student)).toBe(true);
  expect(JSON.parse(readFileSync(`${directory}/spec.json`, "utf8"))).toEqual(tinySpec());
  expect(JSON.parse(readFileSync(`${directory}/record.json`, "utf8"))).toEqual(JSON.parse(JSON.stringify(record)));
  expect(readFileSync(`${directory}/report.html`, "utf8")).toMatch(/^<!doctype html>/i);
  const metrics = readFileSync(`${directory}/metrics.jsonl`, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  // Two epochs of each of five nets.
  expect(metrics).toHaveLength(10);
  expect(metrics.filter(({ model }) => model === "distilled")[0]).toMatchObject({
    seed: expect.any(Number),
    epoch: 1,
    soft: expect.any(Number),
    hard: expect.any(Number),
    valErrors: expect.any(Number),
  });
  expect(existsSync(inside("run.partial"))).toBe(false);
});

test("runDistillation gives the same figures when it is run again", async () => {
  const figures = ({ record }: Awaited<ReturnType<typeof run>>) =>
    record.models.map(({ runs }) => runs.map(({ evaluation, history }) => ({ evaluation, history })));
  expect(figures(await run("first"))).toEqual(figures(await run("second")));
});

test("a job that fails fails the run, and the run directory never gets its name", async () => {
  const runner = failingRunner<Job>((job) => job.role === "distilled", 9);
  await expect(run("broken", { runner })).rejects.toThrow("worker died");
  expect(existsSync(inside("broken"))).toBe(false);
  expect(existsSync(inside("broken.partial", "metrics.jsonl"))).toBe(true);
});

test("a job that crashes when it has trained begins again, and leaves the same record and metrics", async () => {
  const metrics = (name: string) => readFileSync(inside(name, "metrics.jsonl"), "utf8");
  const progress = new TextStream();
  const figures = ({ record }: Awaited<ReturnType<typeof run>>) => record.models.map(({ runs }) => runs[0]!.evaluation);
  const smooth = await run("smooth");
  const rough = await run("rough", {
    runner: failingRunner<Job>((job) => job.role === "hard" && job.seed === 2, 1),
    progress,
  });
  expect(figures(rough)).toEqual(figures(smooth));
  expect(metrics("rough")).toBe(metrics("smooth"));
  expect(progress.lines).toContain("hard student, seed 2: crashed (worker died); begins again, retry 1 of 2");
});

test("every net reports its epochs", async () => {
  const stream = new TextStream();
  await run("run", { progress: stream });
  const epochs = stream.lines.filter((line) => line.includes("epoch"));
  expect(epochs).toHaveLength(10);
  expect(epochs[0]).toMatch(
    /^teacher: 50% · [\d,.M]+ examples\/s · .* left · epoch 1\/2 · validation errors \d+\/50 · loss [\d.]+$/,
  );
  expect(stream.lines.filter((line) => line.includes("done in"))).toHaveLength(5);
});
