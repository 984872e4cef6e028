import { closeSync, existsSync, openSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { TINY } from "../../paper/test/fixtures/tiny-spec.ts";
import { useCommandIn } from "./fixtures/use-command.ts";

const commandIn = useCommandIn();
const inside = useTemporaryDirectory();
const start = (...args: string[]) => commandIn({})(inside(), ...args);

test("the command prints its version, and ends quietly when nobody reads on", async () => {
  expect(await start("--version").ended).toEqual({
    ...{ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/), stderr: "" },
  });
  const { child, ended } = start("distill", "--help");
  child.stdout!.destroy();
  expect(await ended).toMatchObject({ code: 0, stderr: "" });
});

test.runIf(existsSync("/dev/full"))("the command says when its output cannot be written", async () => {
  const full = openSync("/dev/full", "w");
  const { code, stderr } = await commandIn({ stdio: ["ignore", full, "pipe"] })(inside(), "--version").ended;
  closeSync(full);
  expect({ code, stderr }).toEqual({ code: 1, stderr: "error: cannot write to the standard output (ENOSPC)\n" });
});

test("a run directory belongs to one process, which Ctrl-C ends with one line and exit code 130", async () => {
  writeFileSync(inside("spec.json"), JSON.stringify({ ...TINY, student: { hidden: [8], epochs: 5000 } }));
  const words = ["distill", "--spec", "spec.json", "--backend", "wasm", "--out", "run"];
  const first = start(...words);
  await new Promise<void>((resolve) => {
    let progress = "";
    first.child.stderr!.on("data", (data) => {
      progress += data;
      if (/ epoch \d+\/5000 /.test(progress)) resolve();
    });
  });
  const { code, stderr } = await start(...words).ended;
  expect({ code, stderr }).toEqual({
    ...{
      code: 1,
      stderr: expect.stringMatching(/^error: --out: run is being written by process \d+; wait for it, or end it/),
    },
  });
  expect(first.child.exitCode).toBe(null);
  first.child.kill("SIGINT");
  const ended = await first.ended;
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 130, stdout: "" });
  const lines = ended.stderr.trimEnd().split("\n");
  expect(lines.at(-1)).toBe("error: interrupted; run the same command again to resume from run");
  expect(ended.stderr).not.toContain("crashed");
  // Nothing half written has a stage's name.
  expect(existsSync(inside("run", "stages", "hard-1"))).toBe(false);
  expect(existsSync(inside("run", "stages", "hard-1.partial"))).toBe(true);
});
