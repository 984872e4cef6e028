import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRandom } from "@dark-knowledge/core";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { TINY_MNIST } from "../fixtures/tiny-mnist.ts";
import { useBundle } from "../fixtures/use-bundle.ts";

const built = useBundle("src/bin", "src/worker", "src/reproduce/mnist-train", "src/reproduce/mnist-answers");
const inside = useTemporaryDirectory();

/** Runs the command, kills it after some milliseconds if it still runs, and tells whether it ended by itself. */
function run(out: string, killAfter = Infinity): Promise<{ readonly isDone: boolean; readonly stderr: string }> {
  const args = ["reproduce", "mnist", "--spec", "spec.json", "--backend", "wasm", "--out", out, "--quiet"];
  const child = spawn(process.execPath, [built("bin"), ...args], { cwd: inside() });
  let stderr = "";
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const timer = Number.isFinite(killAfter) ? setTimeout(() => child.kill("SIGKILL"), killAfter) : undefined;
  return new Promise((resolve) =>
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ isDone: code === 0, stderr });
    }),
  );
}

test("a run that is killed again and again leaves the record of one that was not", async () => {
  writeFileSync(inside("spec.json"), JSON.stringify(TINY_MNIST));
  expect(await run("whole")).toEqual({ isDone: true, stderr: "" });
  const random = createRandom(20150309);
  // From before the first stage to the middle of the run.
  for (let kill = 0; kill < 4; kill++) await run("killed", 1000 + 1500 * random.uniform());
  expect(await run("killed")).toEqual({ isDone: true, stderr: "" });
  const record = (out: string) => readFileSync(inside(out, "record.jsonl"), "utf8");
  expect(record("killed")).toBe(record("whole"));
});

test("of two processes with one run directory the second is refused", async () => {
  writeFileSync(inside("spec.json"), JSON.stringify(TINY_MNIST));
  const first = run("run");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const second = await run("run");
  expect(second.isDone).toBe(false);
  expect(second.stderr).toMatch(/^error: --out: run is being written by process \d+; wait for it, or end it/);
  expect((await first).isDone).toBe(true);
});
