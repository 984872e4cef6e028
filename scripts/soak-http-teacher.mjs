// Records a service that misbehaves in one request of twenty with recordSoftTargets, kills the recording again and again
// (SIGKILL), and checks what is left: as many answers are safe as its progress said, none of them is asked for again, the
// store is complete, and its files are those of an undisturbed run, byte for byte. Needs the build.
//
//   node scripts/soak-http-teacher.mjs --examples 50000 --kills 20
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { selectBackend } from "../packages/backend/dist/index.js";
import { createRandom } from "../packages/core/dist/index.js";
import { createDataset } from "../packages/datasets/dist/index.js";
import { verifySoftTargets } from "../packages/soft-targets/dist/index.js";
import { createSoftTargetWriter, openSoftTargets } from "../packages/soft-targets/dist/node/index.js";
import { httpTeacher } from "../packages/teachers/dist/index.js";
import { toTeacherFunction } from "../packages/teachers/dist/tfjs/index.js";
import { recordSoftTargets } from "../packages/training/dist/node/index.js";

const { values } = parseArgs({
  options: {
    examples: { type: "string", default: "50000" },
    kills: { type: "string", default: "20" },
    faults: { type: "string", default: "0.05" },
    seed: { type: "string", default: "1" },
    // Of the process that records.
    record: { type: "string" },
    url: { type: "string" },
  },
});
const [examples, kills, faults, seed] = ["examples", "kills", "faults", "seed"].map((name) => Number(values[name]));
const CLASSES = 10;
const ROWS = 32;
const ROWS_PER_SHARD = 4096;
const logitsOf = (id) => Array.from({ length: CLASSES }, (_, index) => ((id * 7 + index * 13) % 64) / 4 - 8);
const idsOf = () => Int32Array.from({ length: examples }, (_, id) => id);
const classNames = Array.from({ length: CLASSES }, (_, index) => String(index));

/** Records until all is there, and says on stdout how many answers its progress says are there. */
async function record(directory, url) {
  await selectBackend();
  const service = httpTeacher({
    ...{ url, classCount: CLASSES, timeoutMs: 400, backoffMs: 5, retries: 20 },
    rowsPerRequest: { start: ROWS, max: 4 * ROWS, now: () => performance.now() },
  });
  const features = Float32Array.from(idsOf());
  const labels = new Int32Array(examples).fill(-1);
  const dataset = createDataset({ features, labels, exampleShape: [1], classNames });
  await recordSoftTargets(toTeacherFunction(service, dataset), dataset, directory, {
    ...{ teacherFingerprint: "soak", rowsPerShard: ROWS_PER_SHARD, concurrency: 4 },
    // At once, so that nothing that was acknowledged is left unsaid when the process is killed.
    onProgress: (done) => writeSync(1, `${done} ${service.usage.rowsPerRequest}\n`),
  });
}

/** The ids of the examples whose answers are safe in a store; looks at a copy, as a recording that resumes would. */
async function safeIds(directory) {
  if (!existsSync(join(directory, "manifest.json"))) return new Set();
  const copy = `${directory}-copy`;
  cpSync(directory, copy, { recursive: true });
  const { dataset, givenAs, augmentation } = JSON.parse(readFileSync(join(copy, "manifest.json"), "utf8"));
  const writer = await createSoftTargetWriter(copy, {
    ...{ classNames, teacherFingerprint: "soak", ids: idsOf(), rowsPerShard: ROWS_PER_SHARD, takeOver: true },
    ...{ datasetFingerprint: dataset.fingerprint, givenAs, augmentation },
  });
  const ids = new Set(idsOf());
  for (let wanted = writer.next(4096); wanted !== undefined; wanted = writer.next(4096)) {
    for (const id of wanted.ids) ids.delete(id);
  }
  await writer.close();
  rmSync(copy, { recursive: true });
  return ids;
}

const FAULTS = [
  ({ response }) => response.writeHead(503).end("overloaded"),
  ({ response }) => response.writeHead(429, { "retry-after": "0.05" }).end(),
  () => {},
  ({ response }) => response.socket?.destroy(),
  ({ response, logits }) => response.end(JSON.stringify({ logits: logits.slice(1) })),
  ({ response }) => response.end("<html>bad gateway</html>"),
  ({ response, logits }) =>
    response.end(JSON.stringify({ logits: logits.map((row) => [...row.slice(1), Number.NaN]) })),
];

/** A service on a real socket; `share` of its requests go wrong. */
async function serve(share, random) {
  const counts = { requests: 0, faults: 0, askedAgain: 0, mostRows: 0 };
  /** The ids of examples whose answers are safe. */
  const safe = new Set();
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { ids } = JSON.parse(body);
    counts.requests++;
    counts.askedAgain += ids.filter((id) => safe.has(id)).length;
    counts.mostRows = Math.max(counts.mostRows, ids.length);
    const logits = ids.map(logitsOf);
    if (random.uniform() >= share) return response.end(JSON.stringify({ logits }));
    FAULTS[counts.faults++ % FAULTS.length]({ response, logits });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}/ask`, counts, safe, stop };
}

/**
 * Runs one recording process; kills it once its progress says so many answers, and adds those that are safe to `safe`.
 * Whether it came to its end, and by how many its progress said too much.
 */
async function run(directory, { url, safe }, killAt) {
  const words = ["--record", directory, "--url", url, "--examples", String(examples)];
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let [rest, said] = ["", 0];
  child.stdout.on("data", (data) => {
    const lines = `${rest}${data}`.split("\n");
    rest = lines.pop();
    for (const line of lines) said = Math.max(said, Number(line.split(" ")[0]));
    if (said >= killAt) child.kill("SIGKILL");
  });
  const [code, signal] = await new Promise((resolve) => child.on("close", (...end) => resolve(end)));
  if (signal !== "SIGKILL" && code !== 0) throw new Error(`the recording ended with code ${code}`);
  if (code !== 0) for (const id of await safeIds(directory)) safe.add(id);
  return { isDone: code === 0, said, lost: code === 0 ? 0 : Math.max(0, said - safe.size) };
}

async function soak() {
  const folder = mkdtempSync(join(tmpdir(), "soak-http-teacher-"));
  const random = createRandom(seed);
  const [calm, flaky] = await Promise.all([serve(0, random), serve(faults, random)]);
  try {
    const [whole, killed] = [join(folder, "whole"), join(folder, "killed")];
    await run(whole, calm, Number.POSITIVE_INFINITY);
    const killPoints = Array.from({ length: kills }, () => Math.floor(examples * 0.98 * random.uniform()));
    killPoints.sort((one, other) => one - other);
    let [done, lost, reached] = [0, 0, 0];
    const runOn = async (killAt) => {
      const end = await run(killed, flaky, killAt);
      [lost, reached] = [lost + end.lost, Math.max(reached, end.said)];
      return end.isDone;
    };
    for (const killAt of killPoints) if (!(await runOn(Math.max(killAt, reached + 1)))) done++;
    while (!(await runOn(Number.POSITIVE_INFINITY)));
    const store = await openSoftTargets(killed);
    const answers = await verifySoftTargets(store);
    await store.close();
    const names = [...new Set([...readdirSync(whole), ...readdirSync(killed)])];
    const differs = names.find((name) => !readFileSync(join(whole, name)).equals(readFileSync(join(killed, name))));
    const { requests, faults: wrong, askedAgain, mostRows } = flaky.counts;
    console.log(
      `${answers} answers, ${done} kills, ${requests} requests of up to ${mostRows} rows, ${wrong} of them went wrong`,
    );
    console.log(`${lost} answers lost that progress had counted, ${askedAgain} asked for again that were safe`);
    console.log(`${names.length} files, ${differs ?? "none"} differs`);
    const isWrong = answers !== examples || lost + askedAgain > 0 || differs !== undefined || done < kills;
    if (isWrong) process.exitCode = 1;
    rmSync(folder, { recursive: true });
  } finally {
    calm.stop();
    flaky.stop();
  }
}

if (values.record !== undefined) await record(values.record, values.url);
else await soak();
