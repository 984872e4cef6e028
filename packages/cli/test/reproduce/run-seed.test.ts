import { readdirSync } from "node:fs";
import { selectBackend } from "@dark-knowledge/backend";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { createProgress } from "../../src/progress.ts";
import type { BenchOptions } from "../../src/reproduce/internal/training-bench.ts";
import { loadSpecialistsData } from "../../src/reproduce/load-specialists-data.ts";
import { runSeed } from "../../src/reproduce/run-seed.ts";
import type { SeedRecord } from "../../src/reproduce/specialists-record.ts";
import { resolveSpecialistsSpec } from "../../src/reproduce/specialists-spec.ts";
import type { SpecialistTask } from "../../src/reproduce/train-specialist-task.ts";
import { createInlineRunner } from "../../src/run-tasks.ts";
import { failingRunner } from "../fixtures/failing-runner.ts";
import { TextStream } from "../fixtures/text-stream.ts";

const inside = useTemporaryDirectory();

test("runSeed chooses on the validation set, and leaves no tensor and no file behind", async () => {
  await selectBackend({ prefer: ["wasm"] });
  const spec = resolveSpecialistsSpec({
    dataset: "generated",
    trainSize: 600,
    validationSize: 200,
    generalist: { epochs: 2, hidden: [6] },
    specialists: { epochs: 1, restTargets: "hard" },
    topClasses: [1, 3],
  });
  const data = await loadSpecialistsData(spec, { environment: {} });
  const stream = new TextStream();
  const progress = createProgress(stream, { quiet: false });
  const before = tf.memory().numTensors;
  const { signal } = new AbortController();
  const options: BenchOptions = {
    ...{ seed: 3, progress, signal, scratch: inside() },
    ...{ runner: createInlineRunner(signal), backend: "wasm" },
  };
  const record = await runSeed(spec, data, options);
  expect(tf.memory().numTensors).toBe(before);
  expect(readdirSync(inside())).toEqual([]);
  for (const key of ["specialists", "fullSoftmax", "averaging"] as const) {
    const accuracies = record.validation[key];
    expect(accuracies.map(({ topClasses }) => topClasses)).toEqual([1, 3]);
    const best = Math.max(...accuracies.map(({ accuracy }) => accuracy));
    expect(accuracies.find(({ accuracy }) => accuracy === best)!.topClasses).toBe(record.topClasses[key]);
  }

  // A specialist that crashes is trained again, and nothing else is lost or different.
  const runner = failingRunner<SpecialistTask>(({ classes }) => classes.includes(0), 2);
  const rough = await runSeed(spec, data, { ...options, runner });
  const untimed = (seed: SeedRecord) => JSON.stringify(seed).replaceAll(/"seconds":[\d.]+/g, "");
  expect(untimed(rough)).toBe(untimed(record));
  expect(stream.lines.filter((line) => line.includes("crashed (worker died)"))).toHaveLength(2);
});
