// Kills commands again and again at random moments (SIGKILL), runs the same command until it ends, and compares all that it leaves,
// byte for byte, with what an undisturbed run leaves. Needs the build. With 50 kills it takes as long as about 40
// undisturbed runs of each command. The moment of a kill is drawn from the processor time of the undisturbed run, so that
// other work on the machine does not shift it.
//
//   node scripts/kill-and-resume.mjs --kills 50
//   node scripts/kill-and-resume.mjs --kills 5 --only distill,report=100,training
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
const ROWS = join(folder, "rows.csv");
const ROWS_RUN = join(folder, "rows");

/** What is killed, each with the words that write into a directory. */
const COMMANDS = {
  distill: (out) => ["distill", "--epochs", "10", "--teacher-epochs", "5", "--out", out],
  mnist: (out) => ["reproduce", "mnist", "--smoke", "--out", out],
  specialists: (out) => ["reproduce", "specialists", "--smoke", "--out", out],
  "soft-targets": (out) => ["soft-targets", "record", out, "--teacher", TEACHER, "--views", "30", "--jitter", "2"],
  import: (out) => ["soft-targets", "import", out, "--from", ANSWERS, "--kind", "logits"],
  compress: (out) => [
    ...["compress", join(ROWS_RUN, "student"), "--data", ROWS, "--to", join(out, "small"), "--target", "drop<90"],
    ...["--methods", "units:0.5,prune:0.5:0.9,share:3,quantise:8:3", "--epochs", "8"],
  ],
  report: (out) => ["report", RUN, "--out", join(out, "report.html")],
};
/** Commands whose results others read. */
const BEFORE = {
  rows: (out) => [
    "distill",
    "--data",
    ROWS,
    "--label",
    "label",
    "--epochs",
    "3",
    "--teacher-epochs",
    "3",
    "--out",
    out,
  ],
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
const kills = positive("--kills", values.kills);
const random = createRandom(positive("--seed", values.seed));
/** The number of kills of each chosen command. */
const chosen = new Map(
  values.only.split(",").map((word) => {
    const [name, count] = word.split("=");
    if (name !== "training" && !(name in COMMANDS))
      fail(`--only must name some of ${Object.keys(COMMANDS).join(", ")}, training; got ${name}`);
    return [name, count === undefined ? kills : positive(`--only ${name}`, count)];
  }),
);

/** Runs a command, and kills it after some milliseconds of work if it still runs; whether it ended by itself, and the work. */
async function run(name, out, killAfter = Infinity) {
  const words = [
    ...(COMMANDS[name] ?? BEFORE[name])(out),
    ...(PLAIN.includes(name) ? [] : ["--backend", "wasm", "--quiet"]),
  ];
  const child = spawn(process.execPath, ["packages/cli/dist/bin.js", ...words], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const end = new Promise((resolve) => child.on("close", (...ended) => resolve(ended)));
  const worked = createClock(child.pid);
  let work = 0;
  // Faster than the ticks of the clock, so that a kill falls anywhere between two of them.
  const watch = setInterval(() => {
    work = worked() ?? work;
    if (work >= killAfter) child.kill("SIGKILL");
  }, 3);
  const [code, signal] = await end;
  clearInterval(watch);
  if (signal !== "SIGKILL" && code !== 0)
    throw new Error(`${words.join(" ")} ended with code ${code}: ${stderr.trim()}`);
  return { isDone: code === 0, work };
}

/** The milliseconds of processor time that a process has used; of all time where the system does not say. */
function createClock(pid) {
  const began = performance.now();
  if (process.platform !== "linux") return () => performance.now() - began;
  return () => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
      // In hundredths of a second: the 14th and the 15th, of which two are gone.
      return 10 * (Number(fields[11]) + Number(fields[12]));
    } catch {
      return undefined; // It has ended.
    }
  };
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

async function killAndCompare(name, count) {
  const whole = join(folder, name);
  const { work } = await run(name, whole);
  let [killed, comparisons] = [0, 0];
  while (killed < count) {
    const directory = join(folder, `${name}-killed`);
    let isDone = false;
    while (!isDone) {
      ({ isDone } = await run(name, directory, killed < count ? work * random.uniform() : undefined));
      if (!isDone) killed++;
    }
    const differs = difference(whole, directory);
    if (differs !== undefined) throw new Error(`${name}: ${differs} differs between ${whole} and ${directory}`);
    comparisons++;
    rmSync(directory, { recursive: true });
    console.error(`${name}: ${killed} of ${count} kills, ${comparisons} directories equal`);
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

/** Rows of classes, and a student of them. */
function distilRows() {
  const rows = createRandom(2);
  const row = () => {
    const numbers = Array.from({ length: 6 }, () => rows.normal());
    const label = "abcd"[2 * Number(numbers[0] * numbers[1] > 0) + Number(numbers[2] > numbers[3])];
    return [label, ...numbers.map((number) => number.toFixed(3))].join();
  };
  writeFileSync(ROWS, ["label,a,b,c,d,e,f", ...Array.from({ length: 2000 }, row)].join("\n"));
  return run("rows", ROWS_RUN);
}

/** The tests of checkpoints and saved models with as many kills. */
function testTraining() {
  const files = ["test/node/open-checkpoints.test.ts", "test/node/save-model.test.ts"];
  const { status } = spawnSync("npx", ["vitest", "run", ...files, "-t", "killed at any moment"], {
    cwd: join(root, "packages", "training"),
    stdio: "inherit",
    env: { ...process.env, TEST_KILLS: String(chosen.get("training")) },
  });
  if (status !== 0) throw new Error("the tests of training fail");
}

function positive(name, text) {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : fail(`${name} must be a positive integer, got ${text}`);
}

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(2);
}

try {
  if (AFTER_DISTILL.some((name) => chosen.has(name)) && !chosen.has("distill")) await run("distill", RUN);
  if (chosen.has("import")) writeAnswers();
  if (chosen.has("compress")) await distilRows();
  for (const name of Object.keys(COMMANDS)) if (chosen.has(name)) await killAndCompare(name, chosen.get(name));
  if (chosen.has("training")) testTraining();
  rmSync(folder, { recursive: true });
} catch (error) {
  console.error(`error: ${error.message}; see ${folder}`);
  process.exitCode = 1;
}
