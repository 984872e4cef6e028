// Kills commands again and again at random moments (SIGKILL), runs the same command until it ends, and compares all that it leaves,
// byte for byte, with what an undisturbed run leaves. Needs the build. With 50 kills it takes as long as about 40
// undisturbed runs of each command.
//
//   node scripts/kill-and-resume.mjs --kills 50
//   node scripts/kill-and-resume.mjs --kills 5 --only distill,training
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createRandom } from "../packages/core/dist/index.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "kill-and-resume-"));
const RUN = join(folder, "distill");
const TEACHER = join(RUN, "teacher");
const ANSWERS = join(folder, "answers.csv");

/** What is killed, each with the words that write into a directory. */
const COMMANDS = {
  distill: (out) => ["distill", "--epochs", "10", "--teacher-epochs", "5", "--out", out],
  mnist: (out) => ["reproduce", "mnist", "--smoke", "--out", out],
  specialists: (out) => ["reproduce", "specialists", "--smoke", "--out", out],
  "soft-targets": (out) => ["soft-targets", "record", out, "--teacher", TEACHER, "--views", "30", "--jitter", "2"],
  import: (out) => ["soft-targets", "import", out, "--from", ANSWERS, "--kind", "logits"],
  report: (out) => ["report", RUN, "--out", join(out, "report.html")],
};
/** Those that read what `distill` leaves. */
const AFTER_DISTILL = ["soft-targets", "report"];
/** Those that say nothing of their progress, and compute on no backend. */
const PLAIN = ["import", "report"];

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "50" },
    only: { type: "string", default: [...Object.keys(COMMANDS), "training"].join() },
    seed: { type: "string", default: "1" },
  },
});
const kills = positive("kills");
const random = createRandom(positive("seed"));
const chosen = values.only.split(",");
const unknown = chosen.find((name) => name !== "training" && !(name in COMMANDS));
if (unknown !== undefined)
  fail(`--only must name some of ${Object.keys(COMMANDS).join(", ")}, training; got ${unknown}`);

/** Runs a command, and kills it after some milliseconds if it still runs; whether it ended by itself, and when. */
async function run(name, out, killAfter) {
  const began = performance.now();
  const words = [...COMMANDS[name](out), ...(PLAIN.includes(name) ? [] : ["--backend", "wasm", "--quiet"])];
  const child = spawn(process.execPath, ["packages/cli/dist/bin.js", ...words], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
  const [code, signal] = await new Promise((resolve) => child.on("close", (...end) => resolve(end)));
  clearTimeout(timer);
  if (signal !== "SIGKILL" && code !== 0)
    throw new Error(`${words.join(" ")} ended with code ${code}: ${stderr.trim()}`);
  return { isDone: code === 0, ms: performance.now() - began };
}

/** The files below a directory, by their paths in it. */
function filesIn(directory) {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return new Map(paths.map((path) => [relative(directory, path), readFileSync(path)]));
}

/** The first difference between two directories; undefined where there is none. */
function difference(one, other) {
  const [files, others] = [filesIn(one), filesIn(other)];
  const names = [...new Set([...files.keys(), ...others.keys()])];
  return names.find((name) => !files.has(name) || !others.has(name) || !files.get(name).equals(others.get(name)));
}

async function killAndCompare(name) {
  const whole = join(folder, name);
  const { ms } = await run(name, whole);
  let [killed, comparisons] = [0, 0];
  while (killed < kills) {
    const directory = join(folder, `${name}-killed`);
    let isDone = false;
    while (!isDone) {
      ({ isDone } = await run(name, directory, killed < kills ? ms * random.uniform() : undefined));
      if (!isDone) killed++;
    }
    const differs = difference(whole, directory);
    if (differs !== undefined) throw new Error(`${name}: ${differs} differs between ${whole} and ${directory}`);
    comparisons++;
    rmSync(directory, { recursive: true });
  }
  console.log(
    `${name}: killed ${killed} times, resumed to the same files in ${comparisons} of ${comparisons} directories`,
  );
}

/** Answers of some size to import. */
function writeAnswers() {
  const logits = createRandom(1);
  const row = (_, id) => [id, ...Array.from({ length: 10 }, () => logits.uniform().toFixed(4))].join();
  const header = ["id", ..."abcdefghij"].join();
  writeFileSync(ANSWERS, [header, ...Array.from({ length: 20_000 }, row)].join("\n"));
}

/** The tests of checkpoints and saved models with as many kills. */
function testTraining() {
  const files = ["test/node/open-checkpoints.test.ts", "test/node/save-model.test.ts"];
  const { status } = spawnSync("npx", ["vitest", "run", ...files, "-t", "killed at any moment"], {
    cwd: join(root, "packages", "training"),
    stdio: "inherit",
    env: { ...process.env, TEST_KILLS: String(kills) },
  });
  if (status !== 0) throw new Error("the tests of training fail");
}

function positive(name) {
  const value = Number(values[name]);
  return Number.isInteger(value) && value > 0
    ? value
    : fail(`--${name} must be a positive integer, got ${values[name]}`);
}

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(2);
}

try {
  if (chosen.some((name) => AFTER_DISTILL.includes(name)) && !chosen.includes("distill")) await run("distill", RUN);
  if (chosen.includes("import")) writeAnswers();
  for (const name of Object.keys(COMMANDS)) if (chosen.includes(name)) await killAndCompare(name);
  if (chosen.includes("training")) testTraining();
  rmSync(folder, { recursive: true });
} catch (error) {
  console.error(`error: ${error.message}; see ${folder}`);
  process.exitCode = 1;
}
