// Random batches of 128 answers, beside pyarrow's take on the same files, in one interleaved run. Works on the build:
//   pnpm build && PYTHON=python3 node packages/soft-targets/bench/beside-pyarrow.mjs [rounds]
// Ours finds rows by id and gives float32; pyarrow is given row numbers and gives float16, from mapped files or from one table
// in memory.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createRandom } from "@dark-knowledge/core";
import { createSoftTargetWriter, openSoftTargets } from "../dist/node/index.js";

const rounds = Number(process.argv[2] ?? 9);
const BATCHES = 100;
const print = (text) => process.stdout.write(`${text}\n`);
const directory = mkdtempSync(join(tmpdir(), "beside-pyarrow-"));
process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
const random = createRandom(1);

async function record(name, rows, classes, encoding) {
  const path = join(directory, name);
  const ids = Int32Array.from({ length: rows }, (_, id) => id);
  const classNames = Array.from({ length: classes }, (_, index) => String(index));
  const writer = await createSoftTargetWriter(path, { classNames, teacherFingerprint: "bench", ids, encoding });
  const noise = Float32Array.from({ length: 512 * classes }, () => random.normal());
  for (let wanted = writer.next(512); wanted !== undefined; wanted = writer.next(512)) {
    await writer.append(noise.subarray(0, wanted.ids.length * classes));
  }
  await writer.finish();
  await writer.close();
  return path;
}

async function startPython(path) {
  const script = fileURLToPath(new URL("pyarrow_take.py", import.meta.url));
  const child = spawn(process.env.PYTHON ?? "python3", [script, path], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value } = await lines.next();
  if (value === undefined) return undefined;
  return {
    version: JSON.parse(value).version,
    async take(table, batches) {
      child.stdin.write(`${JSON.stringify({ table, batches: batches.map((batch) => Array.from(batch)) })}\n`);
      return Number((await lines.next()).value);
    },
    end: () => child.stdin.end(),
  };
}

async function read(store, batches) {
  const start = performance.now();
  for (const ids of batches) await store.read(ids);
  return (performance.now() - start) / 1000;
}

function describeTimes(times) {
  const sorted = [...times].sort((one, other) => one - other);
  const micros = (seconds) => ((seconds / BATCHES) * 1e6).toFixed(0);
  return `${micros(sorted[sorted.length >> 1])} µs (${micros(sorted[0])} to ${micros(sorted.at(-1))})`;
}

const cases = [
  ["1,000,000 × 10 classes, float16", 1_000_000, 10, { kind: "dense", dtype: "float16" }],
  ["100,000 × top 64 of 10,000 classes, float16", 100_000, 10_000, { kind: "top-k", k: 64, dtype: "float16" }],
];
for (const [name, rows, classes, encoding] of cases) {
  const started = performance.now();
  const path = await record(`s${classes}`, rows, classes, encoding);
  print(`${name}: recorded in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  const kept = await openSoftTargets(path);
  const placed = await openSoftTargets(path, { cacheBytes: 0 });
  const python = await startPython(path);
  if (python === undefined) print("  no Python with pyarrow: set PYTHON");
  const lanes = new Map([
    ["kept in memory", (batches) => read(kept, batches)],
    ["by their places in the files", (batches) => read(placed, batches)],
    ...(python === undefined
      ? []
      : [
          [`pyarrow ${python.version}, mapped files`, (batches) => python.take("mapped", batches)],
          [`pyarrow ${python.version}, one table in memory`, (batches) => python.take("joined", batches)],
        ]),
  ]);
  const times = new Map([...lanes.keys()].map((lane) => [lane, []]));
  // The first round warms everything up.
  for (let round = 0; round <= rounds; round++) {
    const batches = Array.from({ length: BATCHES }, () => Int32Array.from({ length: 128 }, () => random.integer(rows)));
    for (const [lane, run] of lanes) {
      const seconds = await run(batches);
      if (round > 0) times.get(lane).push(seconds);
    }
  }
  for (const [lane, seconds] of times) print(`  ${lane.padEnd(40)} ${describeTimes(seconds)}`);
  await kept.close();
  await placed.close();
  python?.end();
}
print(`resident: ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`);
