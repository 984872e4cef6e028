import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { TINY } from "../../paper/test/fixtures/tiny-spec.ts";
import { runCommand } from "./fixtures/run-command.ts";
import { useCommandIn } from "./fixtures/use-command.ts";

const commandIn = useCommandIn();
const inside = useTemporaryDirectory();
const { PATH } = process.env;
const STRANGER = { env: { PATH }, uid: 54_321, gid: 54_321 };
/** Whether somebody else may run Node and read this repository, which may lie in a home directory. */
const letsStrangersIn =
  process.getuid?.() === 0 &&
  spawnSync(process.execPath, ["--check", createRequire(import.meta.url).resolve("commander")], STRANGER).status === 0;
const DISTILL = ["distill", "--spec", "spec.json", "--backend", "wasm", "--out", "run", "--quiet"];
const ONE_LINE = /^error: [^\n]{1,500}\n$/;

describe.runIf(process.platform === "linux")("a command works, or says why not in one line:", () => {
  test.runIf(letsStrangersIn)("for a user who has no home directory", async () => {
    writeFileSync(inside("spec.json"), JSON.stringify(TINY));
    chmodSync(inside(), 0o777);
    const start = commandIn(STRANGER);
    const { code, stderr } = await start(inside(), ...DISTILL).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("where a process may open 64 files", async () => {
    writeFileSync(inside("spec.json"), JSON.stringify(TINY));
    const start = commandIn({ before: ["/bin/sh", "-c", 'ulimit -n 64 && exec "$@"', "sh"] });
    const { code, stderr } = await start(inside(), ...DISTILL, "--workers", "2").ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("with a pipe, into which nobody writes, in the place of any file", async () => {
    execFileSync("mkfifo", [inside("pipe.csv")]);
    const pipe = inside("pipe.csv");
    const commands = [
      ["distill", "--data", pipe, "--label", "kind"],
      ["distill", "--spec", pipe],
      ["report", pipe],
      ["soft-targets", "import", inside("store"), "--from", pipe, "--kind", "probs"],
      ["predict", pipe, pipe],
      ["soft-targets", "verify", pipe],
    ];
    for (const words of commands) {
      const { code, stderr } = await runCommand(words);
      expect({ words, code: code > 0, stderr }).toEqual({ words, code: true, stderr: expect.stringMatching(ONE_LINE) });
    }
    // Standard input is a pipe that stays open.
    const { code, stderr } = await commandIn({ stdio: "pipe" })(inside(), "distill", "--spec", "/dev/stdin").ended;
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(ONE_LINE) });
  });

  test("and SIGTERM ends it, whatever it waits for", async () => {
    // A teacher that says nothing.
    const teacher = "cmd: touch started; exec sleep 60";
    const words = ["soft-targets", "record", "store", "--teacher", teacher, "--train-size", "20", "--quiet"];
    const { child, ended } = commandIn({})(inside(), ...words);
    const hasStarted = setInterval(() => {
      if (!existsSync(inside("started"))) return;
      clearInterval(hasStarted);
      child.kill("SIGTERM");
    }, 100);
    const { code, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringMatching(ONE_LINE) });
  });
});
