import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { selectBackend } from "@dark-knowledge/backend";
import { generatedDigits } from "@dark-knowledge/datasets";
import { loadMnist } from "@dark-knowledge/datasets/node";
import { runExperiment, type Settings } from "./experiment.ts";
import { formatResult } from "./format-result.ts";

const { values } = parseArgs({
  options: { "data-dir": { type: "string" }, smoke: { type: "boolean", default: false } },
});

const FULL: Settings = {
  members: 10,
  memberUnits: [300, 300],
  memberEpochs: 12,
  studentUnits: [100, 100],
  studentEpochs: 12,
  students: 4,
  temperatures: [4, 20],
  jitter: 1,
  seed: 2015,
};
const SMOKE: Settings = {
  ...FULL,
  members: 3,
  memberUnits: [100],
  memberEpochs: 20,
  studentUnits: [20],
  studentEpochs: 20,
  students: 3,
  temperatures: [4],
};

// tfjs-node would start first where it is built, but takes longer for nets of this size.
await selectBackend({ prefer: ["wasm-blas", "wasm", "cpu"] });
const directory = values["data-dir"];
const data = values.smoke
  ? generatedDigits({ trainSize: 1000, testSize: 500, seed: 1 })
  : await loadMnist(directory === undefined ? {} : { directory });
const folder = await mkdtemp(join(tmpdir(), "mnist-ensemble-"));
try {
  const started = Date.now();
  const say = (line: string) => console.error(`${((Date.now() - started) / 60_000).toFixed(1)} min  ${line}`);
  const result = await runExperiment(data, folder, values.smoke ? SMOKE : FULL, say);
  console.log(formatResult(result, data.test.rows.length));
} finally {
  await rm(folder, { recursive: true });
}
