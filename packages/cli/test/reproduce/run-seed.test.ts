import { existsSync } from "node:fs";
import { selectBackend } from "@dark-knowledge/backend";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { createProgress } from "../../src/progress.ts";
import { loadSpecialistsData } from "../../src/reproduce/load-specialists-data.ts";
import { runSeed } from "../../src/reproduce/run-seed.ts";
import { resolveSpecialistsSpec } from "../../src/reproduce/specialists-spec.ts";
import { useTemporaryDirectory } from "../fixtures/temporary-directory.ts";
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
  const progress = createProgress(new TextStream(), { quiet: true });
  const before = tf.memory().numTensors;
  const { signal } = new AbortController();
  const record = await runSeed(spec, data, { seed: 3, progress, signal, scratch: inside() });
  expect(tf.memory().numTensors).toBe(before);
  expect(existsSync(inside("soft-targets-3"))).toBe(false);
  for (const key of ["specialists", "averaging"] as const) {
    const accuracies = record.validation[key];
    expect(accuracies.map(({ topClasses }) => topClasses)).toEqual([1, 3]);
    const best = Math.max(...accuracies.map(({ accuracy }) => accuracy));
    expect(accuracies.find(({ accuracy }) => accuracy === best)!.topClasses).toBe(record.topClasses[key]);
  }
});
