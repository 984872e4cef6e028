// What this project does on a GPU, in at most ten minutes: the values and gradients of tfjs's operations and of the losses
// on WebGPU and on a CUDA TensorFlow, training steps compared with PyTorch on the same card, and one distillation.
// `node scripts/check-gpu.mjs [--python PATH] [--out DIR]`, after `pnpm build`. It writes README.md to DIR
// (default: reports/bench/gpu). The exit code is 1 if something that could run was not right.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({
  options: {
    python: { type: "string", default: "python3" },
    out: { type: "string", default: "reports/bench/gpu" },
  },
});
const folder = mkdtempSync(join(tmpdir(), "check-gpu-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const command = join(root, "packages/cli/dist/bin.js");
const GPU_PEERS = ["pytorch-cuda", "tfjs-node-gpu", "webgpu"];
let isRight = true;

/** Runs a program, its messages on this terminal too, and returns its output and exit code. */
async function run(words, { seconds, environment = {} }) {
  const stdio = ["ignore", "pipe", "inherit"];
  const child = spawn(process.execPath, words, { cwd: root, stdio, env: { ...process.env, ...environment } });
  const timer = setTimeout(() => child.kill("SIGKILL"), 1000 * seconds);
  let output = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) output += chunk;
  const code = await new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
    else child.once("close", resolve);
  });
  clearTimeout(timer);
  return { output: output.trim(), code: code ?? `stopped after ${seconds} s` };
}

/** Runs test files, and says how many tests passed and which did not. */
async function test(title, words, environment) {
  const file = join(folder, "tests.json");
  rmSync(file, { force: true });
  const vitest = [join(root, "node_modules/vitest/vitest.mjs"), "run", "--reporter=json", `--outputFile=${file}`];
  const { code } = await run([...vitest, ...words], { seconds: 200, environment });
  let result;
  try {
    result = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    isRight = false;
    return `- ${title}: no result (${code})`;
  }
  const failed = result.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === "failed"),
  );
  if (result.numPassedTests === 0 && failed.length === 0) return `- ${title}: not run here`;
  isRight &&= result.success;
  const lines = failed.map(
    ({ fullName, failureMessages }) => `  - ${fullName}: ${failureMessages[0]?.split("\n")[0] ?? ""}`,
  );
  return [`- ${title}: ${result.numPassedTests} tests pass, ${failed.length} fail`, ...lines.slice(0, 40)].join("\n");
}

async function bench(batch) {
  const words = [
    "bench/peers/dist/main.js",
    "--cases",
    "a,b,c,d",
    "--peers",
    GPU_PEERS.join(","),
    "--python",
    values.python,
  ];
  const { output, code } = await run(batch ? [...words, "--batch", batch] : words, { seconds: 150 });
  if (code !== 0) isRight = false;
  // Its headings are one level further down here, and the count of bars says nothing: there are none between these peers.
  return output.replace(/^## /gm, "### ").replace(/\n\n\d+ bars: .*$/, "");
}

async function distil(backend) {
  const out = join(folder, backend);
  const words = [command, "distill", "--backend", backend, "--out", out, "--seeds", "1"];
  const started = performance.now();
  const { output, code } = await run(words, { seconds: 120 });
  if (code !== 0) isRight = false;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  return `\`distill --backend ${backend} --seeds 1\`: exit code ${code}, ${seconds} s in all\n\n\`\`\`\n${output}\n\`\`\``;
}

/** Writes what is known so far after each part, so that a run that is stopped leaves something. */
async function write(parts) {
  const sections = [];
  mkdirSync(join(root, values.out), { recursive: true });
  for (const part of parts) {
    sections.push(typeof part === "string" ? part : await part());
    writeFileSync(join(root, values.out, "README.md"), `${sections.join("\n\n")}\n`);
    process.stdout.write(`${sections.at(-1)}\n\n`);
  }
}

const smi = spawnSync("nvidia-smi", ["--query-gpu=name,driver_version,memory.total", "--format=csv,noheader"]);
const card = smi.status === 0 ? smi.stdout.toString().trim() : "no NVIDIA card that nvidia-smi knows";
const columns = ["--project", "conformance"];
await write([
  "# On a GPU",
  `What \`node scripts/check-gpu.mjs\` found on this machine: ${card}.`,
  "## Backends",
  async () => `\`\`\`\n${(await run([command, "doctor"], { seconds: 120 })).output}\n\`\`\``,
  "## Values and gradients",
  () => test("losses on WebGPU", ["packages/losses/test/golden.test.ts"], { TEST_BACKEND: "webgpu" }),
  () => test("operations on WebGPU", [...columns, "columns/webgpu-in-node"], { WEBGPU_ADAPTER: "system" }),
  () => test("operations on tfjs-node-gpu", [...columns, "columns/tfjs-node-gpu"], {}),
  "## Training steps, compared with PyTorch on the same card",
  () => bench(),
  "## The same at batch 4,096",
  () => bench("4096"),
  "## A whole distillation",
  () => distil("webgpu"),
  () => distil("wasm"),
]);
process.stdout.write(`wrote ${join(values.out, "README.md")}\n`);
process.exit(isRight ? 0 : 1);
