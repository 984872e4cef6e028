import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { version } from "./fixtures/tiny-job.ts";
import { TINY } from "./fixtures/tiny-spec.ts";
import { useBundle } from "./fixtures/use-bundle.ts";

const built = useBundle("src/bin", "src/worker", "src/job", "src/reproduce/train-specialist-task");
const inside = useTemporaryDirectory();

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(...args: string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [built("bin"), ...args], { cwd: inside() });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const ended = new Promise<Ended>((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
  return { child, ended };
}

test("the command prints its version", async () => {
  expect(await start("--version").ended).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test("the command trains in worker threads: every epoch is recorded, and one worker or two make no difference", async () => {
  writeFileSync(inside("spec.json"), JSON.stringify(TINY));
  const figures = async (out: string, workers: string) => {
    const { ended } = start(
      ...["distill", "--spec", "spec.json", "--backend", "wasm", "--out", out, "--workers", workers, "--quiet"],
    );
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("student, distilled");
    expect(readFileSync(inside(out, "metrics.jsonl"), "utf8").trimEnd().split("\n")).toHaveLength(10);
    const { models } = JSON.parse(readFileSync(inside(out, "record.json"), "utf8"));
    return models.map((model: { runs: { evaluation: unknown }[] }) => model.runs.map(({ evaluation }) => evaluation));
  };
  expect(await figures("one", "1")).toEqual(await figures("two", "2"));
});

test("Ctrl-C ends it with one line and exit code 130; nothing half written has the run's name", async () => {
  writeFileSync(inside("spec.json"), JSON.stringify({ ...TINY, student: { ...TINY.student, epochs: 5000 } }));
  const { child, ended } = start("distill", "--spec", "spec.json", "--backend", "wasm", "--out", "run");
  let isInterrupted = false;
  child.stderr!.on("data", (data) => {
    // Once only: a second Ctrl-C ends the program on the spot.
    if (isInterrupted || !String(data).includes("epoch 3/5000")) return;
    isInterrupted = true;
    child.kill("SIGINT");
  });
  const { code, stdout, stderr } = await ended;
  expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
  expect(stderr.trimEnd().split("\n").at(-1)).toBe("error: interrupted; what was finished so far is in run.partial");
  expect(existsSync(inside("run"))).toBe(false);
  const metrics = readFileSync(inside("run.partial", "metrics.jsonl"), "utf8");
  for (const line of metrics.trimEnd().split("\n")) expect(() => JSON.parse(line)).not.toThrow();
});

const SPECIALISTS = ["reproduce", "specialists", "--smoke", "--backend", "wasm"];

test("specialists are trained in worker threads, and one worker or two give the same record", async () => {
  const small = ["--train-size", "700", "--epochs", "2", "--specialist-epochs", "2", "--hidden", "6"];
  const record = async (out: string, workers: string) => {
    const { code, stderr } = await start(...SPECIALISTS, ...small, "--out", out, "--workers", workers).ended;
    expect({ code, crashes: stderr.includes("crashed") }).toEqual({ code: 0, crashes: false });
    for (const name of ["specialist 1 of 4", "full softmax 4 of 4"])
      expect(stderr).toContain(`seed 1: ${name}: done in`);
    return readFileSync(inside(out, "record.json"), "utf8").replaceAll(/"seconds":[\d.]+/g, "");
  };
  expect(await record("two", "2")).toBe(await record("one", "1"));
});

test("Ctrl-C ends specialists in threads with one line and exit code 130", async () => {
  const { child, ended } = start(...SPECIALISTS, "--specialist-epochs", "5000", "--workers", "2", "--out", "run");
  let isInterrupted = false;
  child.stderr!.on("data", (data) => {
    if (isInterrupted || !String(data).includes("specialist 2 of 4: 0% ")) return;
    isInterrupted = true;
    child.kill("SIGINT");
  });
  const { code, stdout, stderr } = await ended;
  expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
  expect(stderr.trimEnd().split("\n").at(-1)).toBe(
    "error: interrupted; the seeds that were finished are in run.partial",
  );
  expect(stderr).not.toContain("crashed");
});
