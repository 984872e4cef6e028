import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { type RunStagesOptions, runStages } from "../src/run-stages.ts";
import { createInlineRunner, type TaskEvent } from "../src/run-tasks.ts";
import type { Stage, StageData } from "../src/stage.ts";

const inside = useTemporaryDirectory();

interface Input {
  readonly add: number;
  readonly fails?: boolean;
}

/** Adds a number to the sum of what it needs, and leaves what it did in its directory. */
async function add({ input, shared, needs, directory, scratch }: StageData<Input, string>): Promise<number> {
  const seen = join(directory, "seen");
  writeFileSync(seen, `${existsSync(seen) ? readFileSync(seen, "utf8") : ""}${shared}`);
  writeFileSync(join(directory, "begun"), scratch);
  if (input.fails) throw new Error("out of luck");
  return Object.values(needs).reduce((sum, { result }) => sum + (result as number), input.add);
}

const stage = (name: string, needs: readonly string[], input: Input): Stage<string> => ({
  name,
  needs,
  input,
  task: { module: "add", run: add },
});

async function runAll(
  stages: readonly Stage<string>[],
  over: Partial<RunStagesOptions<string, Stage<string>, TaskEvent>> = {},
) {
  const order: string[] = [];
  const { signal } = new AbortController();
  const { results, failures } = await runStages(stages, {
    directory: inside("stages"),
    runner: createInlineRunner(signal, 0),
    shared: "x",
    identity: 1,
    signal,
    onSkipped: ({ name }) => order.push(`${name} skipped`),
    onDone: ({ name }) => order.push(name),
    onFailed: ({ name }, { message }) => order.push(`${name}: ${message}`),
    onEvent: () => {},
    onRetry: () => {},
    ...over,
  }).finally(() => runs.push(order));
  return Object.fromEntries([...results, ...failures]);
}
let runs: string[][] = [];

const DIAMOND = (left = 10) => [
  stage("top", [], { add: 1 }),
  stage("left", ["top"], { add: left }),
  stage("right", ["top"], { add: 100 }),
  stage("bottom", ["left", "right"], { add: 1000 }),
];

test("stages get the results of those that they need, and are not run again", async () => {
  runs = [];
  const expected = { top: 1, left: 11, right: 101, bottom: 1112 };
  expect(await runAll(DIAMOND())).toEqual(expected);
  expect(await runAll(DIAMOND())).toEqual(expected);
  expect(runs[0]!.sort()).toEqual(["bottom", "left", "right", "top"]);
  expect(runs[1]!.sort()).toEqual(["bottom skipped", "left skipped", "right skipped", "top skipped"]);
});

test("a changed input runs its stage and those that need it again, in empty folders; another identity runs all", async () => {
  await runAll(DIAMOND());
  runs = [];
  expect(await runAll(DIAMOND(20))).toMatchObject({ left: 21, bottom: 1122 });
  expect(runs[0]!.sort()).toEqual(["bottom", "left", "right skipped", "top skipped"]);
  expect(readFileSync(inside("stages", "left", "seen"), "utf8")).toBe("x");
  await runAll(DIAMOND(20), { identity: 2 });
  expect(runs[1]).toHaveLength(4);
  expect(runs[1]!.some((line) => line.endsWith("skipped"))).toBe(false);
});

test("a result of other inputs stays until there is a new one, so that going back loses nothing", async () => {
  await runAll(DIAMOND());
  runs = [];
  const changed = [stage("top", [], { add: 2, fails: true }), ...DIAMOND().slice(1)];
  expect(await runAll(changed)).toEqual({ top: new Error("out of luck") });
  expect(await runAll(DIAMOND())).toEqual({ top: 1, left: 11, right: 101, bottom: 1112 });
  expect(runs[1]!.every((line) => line.endsWith("skipped"))).toBe(true);
});

test("a stage that was killed when all but its folder's name was done is not run again", async () => {
  await runAll(DIAMOND());
  renameSync(inside("stages", "left"), inside("stages", "left.partial"));
  mkdirSync(inside("stages", "left.partial", "scratch"));
  runs = [];
  expect(await runAll(DIAMOND())).toMatchObject({ left: 11 });
  expect(runs[0]!.every((line) => line.endsWith("skipped"))).toBe(true);
  expect(existsSync(inside("stages", "left.partial"))).toBe(false);
  expect(existsSync(inside("stages", "left", "scratch"))).toBe(false);
});

test("what a stage could go on from stays when its result cannot be written", async () => {
  const inTheWay = async ({ directory, scratch }: StageData<never, string>) => {
    mkdirSync(scratch);
    mkdirSync(join(directory, "result.json"));
    return 1;
  };
  const blocked = { ...stage("blocked", [], { add: 1 }), task: { module: "in-the-way", run: inTheWay } };
  await expect(runAll([blocked])).rejects.toThrow(/^--out: cannot write to .*blocked\.partial \(EISDIR\)/);
  expect(existsSync(inside("stages", "blocked.partial", "scratch"))).toBe(true);
});

test("after a failure what does not need the failed stage is still run, and the next time only the rest, where it stopped", async () => {
  runs = [];
  const failing = [stage("bad", [], { add: 1, fails: true }), stage("after", ["bad"], { add: 1 }), ...DIAMOND()];
  const outcome = { bad: new Error("out of luck"), top: 1, left: 11, right: 101, bottom: 1112 };
  expect(await runAll(failing)).toEqual(outcome);
  expect(runs[0]!.sort()).toEqual(["bad: out of luck", "bottom", "left", "right", "top"]);
  expect(await runAll(failing)).toEqual(outcome);
  // It found what it had left.
  expect(readFileSync(inside("stages", "bad.partial", "seen"), "utf8")).toBe("xx");
  expect(readdirSync(inside("stages")).sort()).toEqual(["bad.partial", "bottom", "left", "right", "top"]);
});

test("an abort begins no stage", async () => {
  const controller = new AbortController();
  controller.abort(new Error("interrupted"));
  await expect(runAll(DIAMOND(), { signal: controller.signal })).rejects.toThrow("interrupted");
  expect(existsSync(inside("stages"))).toBe(false);
});

test.skipIf(process.getuid?.() === 0)("a directory that cannot be written to is named, with a cure", async () => {
  await runAll(DIAMOND());
  chmodSync(inside("stages"), 0o500);
  await expect(runAll([stage("other", [], { add: 1 })])).rejects.toThrow(
    /^--out: cannot write to .*other\.partial \(EACCES\)/,
  );
  chmodSync(inside("stages"), 0o700);
});

test("a path through a file is named, with a cure", async () => {
  writeFileSync(inside("stages"), "");
  await expect(runAll(DIAMOND())).rejects.toThrow(
    `--out: cannot write to ${inside("stages")} (ENOTDIR); choose another directory`,
  );
});
