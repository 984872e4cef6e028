import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { TINY } from "../../paper/test/fixtures/tiny-spec.ts";
import { type StartedCommand, useCommand } from "./fixtures/use-command.ts";

const command = useCommand();
const inside = useTemporaryDirectory();
const start = (...args: string[]) => command(inside(), ...args);

/** Sends SIGINT when progress shows a text; once only: a second Ctrl-C ends the program on the spot. */
function interruptAt(text: RegExp, { child }: StartedCommand): void {
  let isInterrupted = false;
  child.stderr!.on("data", (data) => {
    if (isInterrupted || !text.test(String(data))) return;
    isInterrupted = true;
    child.kill("SIGINT");
  });
}

test("the command prints its version, and ends quietly when nobody reads on", async () => {
  expect(await start("--version").ended).toEqual({
    ...{ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/), stderr: "" },
  });
  const { child, ended } = start("distill", "--help");
  child.stdout!.destroy();
  expect(await ended).toMatchObject({ code: 0, stderr: "" });
});

test("it trains in worker threads, and one worker or two make no difference", async () => {
  writeFileSync(inside("spec.json"), JSON.stringify(TINY));
  const nets = async (out: string, workers: string) => {
    const words = [
      "distill",
      "--spec",
      "spec.json",
      "--backend",
      "wasm",
      "--out",
      out,
      "--workers",
      workers,
      "--quiet",
    ];
    const { code, stdout, stderr } = await start(...words).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("student, distilled");
    expect(readFileSync(inside(out, "metrics.jsonl"), "utf8").trimEnd().split("\n")).toHaveLength(10);
    return readFileSync(inside(out, "record.jsonl"), "utf8").split("\n").slice(1);
  };
  expect(await nets("one", "1")).toEqual(await nets("two", "2"));
});

test("Ctrl-C ends it with one line and exit code 130, and nothing half written has a stage's name", async () => {
  writeFileSync(inside("spec.json"), JSON.stringify({ ...TINY, student: { hidden: [8], epochs: 5000 } }));
  const started = start("distill", "--spec", "spec.json", "--backend", "wasm", "--out", "run");
  interruptAt(/epoch 3\/5000/, started);
  const { code, stdout, stderr } = await started.ended;
  expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
  expect(stderr.trimEnd().split("\n").at(-1)).toBe("error: interrupted; run the same command again to resume from run");
  expect(stderr).not.toContain("crashed");
  expect(existsSync(inside("run", "stages", "hard-1"))).toBe(false);
  expect(existsSync(inside("run", "stages", "hard-1.partial"))).toBe(true);
});

test("specialists are trained in worker threads, and one worker or two give the same record", async () => {
  const small = ["--train-size", "700", "--epochs", "2", "--specialist-epochs", "2", "--generalist", "6"];
  const nets = async (out: string, workers: string) => {
    const words = ["reproduce", "specialists", "--smoke", "--backend", "wasm", ...small, "--out", out];
    const { code, stderr } = await start(...words, "--workers", workers).ended;
    expect({ code, crashes: stderr.includes("crashed") }).toEqual({ code: 0, crashes: false });
    for (const name of ["specialist-dustbin-1-1", "specialist-full-1-4"]) expect(stderr).toContain(`${name}: done in`);
    return readFileSync(inside(out, "record.jsonl"), "utf8").split("\n").slice(1);
  };
  expect(await nets("two", "2")).toEqual(await nets("one", "1"));
});
