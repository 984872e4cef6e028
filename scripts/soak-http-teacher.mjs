// Records a service that misbehaves in one request of twenty, kills the recording again and again (SIGKILL), and checks what is left:
// no example is asked about after its answer was acknowledged, the store is complete, and its files are those of an
// undisturbed run, byte for byte. Needs the build.
//
//   node scripts/soak-http-teacher.mjs --examples 50000 --kills 20
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createRandom } from "../packages/core/dist/index.js";
import { verifySoftTargets } from "../packages/soft-targets/dist/index.js";
import { createSoftTargetWriter, openSoftTargets } from "../packages/soft-targets/dist/node/index.js";
import { answerLogits, httpTeacher } from "../packages/teachers/dist/index.js";

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
const LANES = 4;
const ROWS = 32;
const logitsOf = (id) => Array.from({ length: CLASSES }, (_, index) => ((id * 7 + index * 13) % 64) / 4 - 8);

/** Records until all is there, and says on stdout which answers are acknowledged. */
async function record(directory, url) {
  const options = { timeoutMs: 400, backoffMs: 5, retries: 20, rowsPerRequest: ROWS, concurrency: LANES };
  const teacher = httpTeacher({ url, classCount: CLASSES, ...options });
  const writer = await createSoftTargetWriter(directory, {
    classNames: Array.from({ length: CLASSES }, (_, index) => String(index)),
    teacherFingerprint: "soak",
    ids: Array.from({ length: examples }, (_, id) => id),
    rowsPerShard: 4096,
  });
  const lane = async () => {
    for (let wanted = writer.next(ROWS); wanted !== undefined; wanted = writer.next(ROWS)) {
      const ids = Int32Array.from(wanted.ids);
      const answer = await teacher.answer({
        ids,
        features: { values: Float32Array.from(ids), shape: [ids.length, 1] },
      });
      await writer.append(answerLogits(answer, { rows: ids.length, classCount: CLASSES, ids }).logits, wanted);
      // At once, so that nothing that was acknowledged is left unsaid when the process is killed.
      writeSync(1, `${wanted.ids.join()}\n`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await writer.finish();
  await writer.close();
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
  const counts = { requests: 0, faults: 0, askedAgain: 0 };
  const acknowledged = new Set();
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { ids } = JSON.parse(body);
    counts.requests++;
    counts.askedAgain += ids.filter((id) => acknowledged.has(id)).length;
    const logits = ids.map(logitsOf);
    if (random.uniform() >= share) return response.end(JSON.stringify({ logits }));
    FAULTS[counts.faults++ % FAULTS.length]({ response, logits });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}/ask`, counts, acknowledged, stop };
}

/** Runs one recording process; kills it once so many answers are acknowledged. Whether it came to its end. */
async function run(directory, { url, acknowledged }, killAt) {
  const words = ["--record", directory, "--url", url, "--examples", String(examples)];
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let rest = "";
  child.stdout.on("data", (data) => {
    const lines = `${rest}${data}`.split("\n");
    rest = lines.pop();
    for (const line of lines) for (const id of line.split(",")) acknowledged.add(Number(id));
    if (acknowledged.size >= killAt) child.kill("SIGKILL");
  });
  const [code, signal] = await new Promise((resolve) => child.on("close", (...end) => resolve(end)));
  if (signal !== "SIGKILL" && code !== 0) throw new Error(`the recording ended with code ${code}`);
  return code === 0;
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
    let done = 0;
    for (const killAt of killPoints)
      if (!(await run(killed, flaky, Math.max(killAt, flaky.acknowledged.size + 1)))) done++;
    while (!(await run(killed, flaky, Number.POSITIVE_INFINITY)));
    const store = await openSoftTargets(killed);
    const answers = await verifySoftTargets(store);
    await store.close();
    const names = [...new Set([...readdirSync(whole), ...readdirSync(killed)])];
    const differs = names.find((name) => !readFileSync(join(whole, name)).equals(readFileSync(join(killed, name))));
    const { requests, faults: wrong, askedAgain } = flaky.counts;
    const needed = Math.ceil(examples / ROWS);
    console.log(
      `${answers} answers, ${done} kills, ${requests} requests (${needed} needed), ${wrong} of them went wrong`,
    );
    console.log(
      `${askedAgain} examples asked about after their answer was acknowledged; ${names.length} files, ${differs ?? "none"} differs`,
    );
    if (answers !== examples || askedAgain > 0 || differs !== undefined || done < kills) process.exitCode = 1;
    rmSync(folder, { recursive: true });
  } finally {
    calm.stop();
    flaky.stop();
  }
}

if (values.record !== undefined) await record(values.record, values.url);
else await soak();
