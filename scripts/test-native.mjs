// Runs the tensor packages' tests on TensorFlow, where this machine's pip can get one and there is a compiler: builds
// tfjs-node's binding from the wheel with the command line's own `native install`, then runs `pnpm test:native`.
// Otherwise it says in one line why not. Needs the build.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "libtensorflow-"));

/** The exit code, 0 also where nothing could be run. */
function main() {
  const pip = ["-m", "pip", "download", "tensorflow-cpu", "--no-deps", "--retries", "0", "--timeout", "15"];
  const download = run("python3", [...pip, "--only-binary=:all:", "--quiet", "--dest", folder], { timeout: 120_000 });
  const wheel = download.status === 0 ? readdirSync(folder).find((file) => file.endsWith(".whl")) : undefined;
  if (wheel === undefined) return skip(`pip cannot get tensorflow-cpu (${reasonOf(download)})`);
  const native = ["packages/cli/dist/bin.js", "native", "install", "--from", join(folder, wheel)];
  const check = run(process.execPath, [...native, "--check"]);
  if (check.status !== 0) return skip(reasonOf(check).replace(/^error: /, ""));
  const install = run(process.execPath, native, { stdio: ["ignore", "inherit", "inherit"] });
  if (install.status !== 0) return 1;
  return run(process.execPath, ["scripts/bootstrap.mjs", "test:native"], { stdio: ["ignore", "inherit", "inherit"] })
    .status;
}

function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, encoding: "utf8", ...options });
}

function reasonOf({ error, stderr }) {
  const lines = (stderr ?? "").trim().split("\n");
  return error?.message ?? lines.at(-1);
}

function skip(reason) {
  console.log(`native tests skipped: ${reason}`);
  return 0;
}

let code = 1;
try {
  code = main() ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(code);
