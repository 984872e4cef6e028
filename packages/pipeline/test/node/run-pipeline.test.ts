import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { createInlineRunner } from "../../src/create-inline-runner.ts";
import { createStage, type Stage } from "../../src/create-stage.ts";
import { defineTask } from "../../src/define-task.ts";
import { OtherEnvironmentError } from "../../src/node/other-environment-error.ts";
import { planPipeline } from "../../src/node/plan-pipeline.ts";
import { type PipelineOptions, runPipeline } from "../../src/node/run-pipeline.ts";
import type { Runner } from "../../src/runner.ts";
import type { TaskEvent } from "../../src/task.ts";
import { type AddInput, add } from "../fixtures/add-task.ts";

const inside = useTemporaryDirectory();

const stage = (name: string, needs: readonly string[], input: AddInput, cost = 1): Stage<string> =>
  createStage(add, { name, needs, input, cost });

const DIAMOND = (left = 10) => [
  stage("bottom", ["left", "right"], { add: 1000 }),
  stage("top", [], { add: 1 }),
  stage("left", ["top"], { add: left }),
  stage("right", ["top"], { add: 100 }),
];
const RESULTS = { top: 1, left: 11, right: 101, bottom: 1112 };

type Options = Partial<PipelineOptions<string, TaskEvent>>;

/** Runs stages; gives the results and the failures' messages by name, and what happened. */
async function runAll(stages: readonly Stage<string>[], over: Options = {}) {
  const events: string[] = [];
  const { stages: outcomes, failures } = await runPipeline(stages, {
    directory: inside("stages"),
    runner: createInlineRunner(),
    shared: "x",
    retries: 0,
    onEvent: (event) => {
      if (event.kind !== "planned" && event.kind !== "reported") events.push(`${event.stage.name} ${event.kind}`);
    },
    ...over,
  });
  const results = [...outcomes].map(([name, { result }]): [string, unknown] => [name, result]);
  const errors = [...failures].map(([name, { message }]): [string, unknown] => [name, message]);
  return { results: Object.fromEntries([...results, ...errors]), events, outcomes };
}

const statuses = async (stages: readonly Stage<string>[], over: Options = {}) =>
  Object.fromEntries(
    (await planPipeline(stages, { directory: inside("stages"), ...over })).map(({ name, status }) => [name, status]),
  );

describe("what is there", () => {
  test("stages get the results of those that they need, in whatever order they are given, and do not run again", async () => {
    const first = await runAll(DIAMOND());
    expect(first.results).toEqual(RESULTS);
    expect(first.events).toEqual([
      ...["top started", "top finished", "left started", "left finished"],
      ...["right started", "right finished", "bottom started", "bottom finished"],
    ]);
    const second = await runAll(DIAMOND());
    expect(second.results).toEqual(RESULTS);
    expect(second.events).toEqual(["top skipped", "left skipped", "right skipped", "bottom skipped"]);
    expect(readdirSync(inside("stages")).sort()).toEqual(["bottom", "left", "right", "top"]);
  });

  test("a changed input runs its stage and those that need it again, in empty folders; other data runs all", async () => {
    await runAll(DIAMOND());
    expect(await statuses(DIAMOND(20))).toEqual({
      top: "finished",
      left: "changed",
      right: "finished",
      bottom: "changed",
    });
    const { results, events } = await runAll(DIAMOND(20));
    expect(results).toMatchObject({ left: 21, bottom: 1122 });
    expect(events).toContain("right skipped");
    expect(readFileSync(inside("stages", "left", "seen"), "utf8")).toBe("x");
    expect((await runAll(DIAMOND(20), { identity: { data: 2 } })).events.join()).not.toContain("skipped");
  });

  test("neither the order of keys nor the module of a task is part of a stage's key; its id and version are", async () => {
    const named = (id: string, version: number, module: string) =>
      defineTask(module, { id, version }, async (input: object) => Object.values(input).length);
    const run = (task: ReturnType<typeof named>, input: object) => runAll([createStage(task, { name: "one", input })]);
    await run(named("test/one", 1, "file:///old.js"), { a: 1, b: { c: 2, d: 3 } });
    const moved = await run(named("test/one", 1, "file:///new.js"), { b: { d: 3, c: 2 }, a: 1 });
    expect(moved.events).toEqual(["one skipped"]);
    expect((await run(named("test/one", 2, "file:///new.js"), { a: 1, b: { c: 2, d: 3 } })).events).toContain(
      "one started",
    );
    expect((await run(named("test/two", 2, "file:///new.js"), { a: 1, b: { c: 2, d: 3 } })).events).toContain(
      "one started",
    );
  });

  test("a result of other inputs stays until there is a new one, so that going back loses nothing", async () => {
    await runAll(DIAMOND());
    const changed = DIAMOND().map((one) => (one.name === "top" ? stage("top", [], { add: 2, fails: true }) : one));
    expect((await runAll(changed)).results).toEqual({ top: "out of luck" });
    const { results, events } = await runAll(DIAMOND());
    expect(results).toEqual(RESULTS);
    expect(events.every((event) => event.endsWith("skipped"))).toBe(true);
  });

  test("results are as they are on the disk, the first time too", async () => {
    const odd = defineTask(import.meta.url, { id: "test/odd", version: 1 }, async (empty: boolean) =>
      empty ? undefined : { nan: Number.NaN, zero: -0, left: undefined, list: Float32Array.of(1) },
    );
    const stages = [createStage(odd, { name: "odd", input: false }), createStage(odd, { name: "empty", input: true })];
    const { results } = await runAll(stages);
    expect(results).toEqual({ odd: { nan: null, zero: 0, list: { 0: 1 } }, empty: null });
    expect((await runAll(stages)).results).toEqual(results);
  });

  test.each([
    ["a file of another size", () => truncateSync(inside("stages", "left", "seen"))],
    ["a file that is missing", () => rmSync(inside("stages", "left", "seen"))],
    ["no result", () => rmSync(inside("stages", "left", "result.json"))],
    ["a result that is cut off", () => writeFileSync(inside("stages", "left", "result.json"), "1")],
    ["a state that is no JSON", () => writeFileSync(inside("stages", "left", "stage.json"), "left")],
    ["a state without keys", () => writeFileSync(inside("stages", "left", "stage.json"), "null")],
  ])("a finished stage with %s is damaged, and runs again alone", async (_, damage) => {
    await runAll(DIAMOND());
    damage();
    expect(await statuses(DIAMOND())).toEqual({
      top: "finished",
      left: "damaged",
      right: "finished",
      bottom: "finished",
    });
    const { results, events } = await runAll(DIAMOND());
    expect(results).toEqual(RESULTS);
    expect(events.filter((event) => !event.endsWith("skipped"))).toEqual(["left started", "left finished"]);
  });
});

describe("interruptions", () => {
  test("a stage that was killed when all but its folder's name was done does not run again", async () => {
    await runAll(DIAMOND());
    renameSync(inside("stages", "left"), inside("stages", "left.partial"));
    mkdirSync(inside("stages", "left.partial", "scratch"));
    const { results, events } = await runAll(DIAMOND());
    expect(results).toEqual(RESULTS);
    expect(events.every((event) => event.endsWith("skipped"))).toBe(true);
    expect(existsSync(inside("stages", "left.partial"))).toBe(false);
    expect(existsSync(inside("stages", "left", "scratch"))).toBe(false);
  });

  test("a stage that was interrupted finds what it had left in its scratch folder, and nothing else", async () => {
    const failing = [stage("bad", [], { add: 1, fails: true })];
    await runAll(failing);
    expect(await statuses(failing)).toEqual({ bad: "interrupted" });
    mkdirSync(inside("stages", "bad.partial", "model"));
    writeFileSync(inside("stages", "bad.partial", "model", "half"), "");
    writeFileSync(inside("stages", "bad.partial", "result.json"), "");
    expect((await runAll(failing)).events).toEqual(["bad started", "bad failed"]);
    expect((await runAll(failing, { retries: 2 })).events).toEqual([
      ...["bad started", "bad retried", "bad retried", "bad failed"],
    ]);
    const partial = (...names: string[]) => inside("stages", "bad.partial", ...names);
    expect(readdirSync(partial()).sort()).toEqual(["scratch", "scratch-path", "seen", "stage.json"]);
    expect(readFileSync(partial("seen"), "utf8")).toBe("x");
    expect(readFileSync(partial("scratch", "seen"), "utf8")).toBe("xxxxx");
  });

  test("what a stage could resume from stays when its result cannot be written", async () => {
    const inTheWay = defineTask(
      import.meta.url,
      { id: "test/in-the-way", version: 1 },
      async (_: null, { directory, scratch }) => {
        mkdirSync(scratch);
        mkdirSync(join(directory, "result.json"));
      },
    );
    const blocked = createStage(inTheWay, { name: "blocked", input: null });
    await expect(runAll([blocked])).rejects.toThrow(
      /^runPipeline: cannot write to .*blocked\.partial \(EISDIR\); make sure that it can be written to, and run the same call again$/,
    );
    expect(existsSync(inside("stages", "blocked.partial", "scratch"))).toBe(true);
  });

  test("an abort starts nothing more, and is thrown when what runs has stopped", async () => {
    await expect(runAll(DIAMOND(), { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
    expect(existsSync(inside("stages"))).toBe(false);
    const controller = new AbortController();
    const events: string[] = [];
    const run = runAll(DIAMOND(), {
      signal: controller.signal,
      onEvent(event) {
        events.push(event.kind);
        if (event.kind === "finished") controller.abort(new Error("that will do"));
      },
    });
    await expect(run).rejects.toThrow("that will do");
    expect(events).toEqual(["planned", "started", "finished"]);
  });

  test("two processes do not write to one directory", async () => {
    let second: Promise<unknown> | undefined;
    const first = runAll(DIAMOND(), {
      onEvent(event) {
        if (event.kind === "planned") second = runAll(DIAMOND()).catch((error) => error.message);
      },
    });
    await first;
    expect(await second).toMatch(/^runPipeline: .* is being written by process /);
    expect((await runAll(DIAMOND())).results).toEqual(RESULTS);
  });

  test.skipIf(process.getuid?.() === 0)("a directory that cannot be written to is named, with a cure", async () => {
    await runAll(DIAMOND());
    chmodSync(inside("stages"), 0o500);
    await expect(runAll([stage("other", [], { add: 1 })])).rejects.toThrow(
      /^runPipeline: cannot write to .*\(EACCES\)/,
    );
    chmodSync(inside("stages"), 0o700);
  });

  test("a path through a file is named, with a cure", async () => {
    writeFileSync(inside("stages"), "");
    await expect(runAll(DIAMOND())).rejects.toThrow(
      `runPipeline: cannot write to ${inside("stages")} (ENOTDIR); choose another directory`,
    );
  });
});

describe("failures", () => {
  test("what does not need the failed stage still runs, and what does is blocked", async () => {
    const failing = [
      ...[stage("bad", [], { add: 1, fails: true }), stage("after", ["bad"], { add: 1 })],
      ...[stage("after-both", ["after", "top"], { add: 1 }), ...DIAMOND()],
    ];
    const { results, events } = await runAll(failing);
    expect(results).toEqual({ bad: "out of luck", ...RESULTS });
    expect(events).toContain("bad failed");
    expect(events).toContain("after blocked");
    expect(events).toContain("after-both blocked");
  });

  test("a crash is tried again, as often as is allowed; a wrong argument is not", async () => {
    let attempts = 0;
    const runner: Runner = {
      ...createInlineRunner(),
      async attempt() {
        attempts++;
        return { kind: "failure", error: new Error(`crash ${attempts}`), isFinal: attempts > 4 };
      },
    };
    const one = [stage("one", [], { add: 1 })];
    const { results, events } = await runAll(one, { runner, retries: 2 });
    expect(results).toEqual({ one: "crash 3" });
    expect(events).toEqual(["one started", "one retried", "one retried", "one failed"]);
    await runAll(one, { runner, retries: 9 });
    expect(attempts).toBe(5);
  });
});

describe("turns", () => {
  test("of the stages that are ready the one at the start of the longest chain starts first", async () => {
    const stages = [
      stage("short", [], { add: 1 }, 2),
      stage("first-of-chain", [], { add: 1 }, 1),
      stage("long", [], { add: 1 }, 9),
      stage("rest-of-chain", ["first-of-chain"], { add: 1 }, 20),
    ];
    const { events } = await runAll(stages);
    const started = events.filter((event) => event.endsWith("started")).map((event) => event.split(" ")[0]);
    expect(started).toEqual(["first-of-chain", "rest-of-chain", "long", "short"]);
  });

  test("as many run at once as the runner has slots, and no more", async () => {
    let most = 0;
    const running: (() => void)[] = [];
    const inline = createInlineRunner();
    const runner: Runner = {
      ...inline,
      slots: 3,
      async attempt(...request) {
        const end = new Promise<void>((resolve) => running.push(resolve));
        most = Math.max(most, running.length);
        // The slots are full; if they never were, the test would time out.
        if (running.length === 3) for (const resolve of running.splice(0)) resolve();
        await end;
        return inline.attempt(...request);
      },
    };
    await runAll(
      Array.from({ length: 9 }, (_, index) => stage(`s${index}`, [], { add: index })),
      { runner },
    );
    expect(most).toBe(3);
  });
});

describe("another environment", () => {
  const here = { backend: "wasm", threads: 1 };
  const there = { backend: "wasm", threads: 2 };

  test("nothing runs before somebody has said what to do with the results of another one", async () => {
    await runAll(DIAMOND(), { environment: there });
    const error = await runAll(DIAMOND(), { environment: here }).catch((thrown) => thrown);
    expect(OtherEnvironmentError.is(error)).toBe(true);
    expect(error.message).toBe(
      'runPipeline: 4 finished stages are of another environment (threads: 2, now 1); set otherEnvironment to "keep" or "rerun"',
    );
    expect(await statuses(DIAMOND(), { environment: here })).toEqual({
      ...{ top: "elsewhere", left: "elsewhere", right: "elsewhere", bottom: "elsewhere" },
    });
  });

  test("keep uses them, says of each stage where it ran, and what comes after is of both", async () => {
    const [bottom, ...rest] = DIAMOND();
    await runAll(rest, { environment: there });
    const keep = { environment: here, otherEnvironment: "keep" } as const;
    const { events, outcomes, results } = await runAll([bottom!, ...rest], keep);
    expect(results).toEqual(RESULTS);
    expect(events).toEqual(["top skipped", "left skipped", "right skipped", "bottom started", "bottom finished"]);
    expect(outcomes.get("top")!.environment).toEqual(there);
    expect(outcomes.get("bottom")!.environment).toEqual(here);
    expect((await runAll([bottom!, ...rest], keep)).events).toContain("bottom skipped");
    expect(await statuses([bottom!, ...rest], { environment: here })).toMatchObject({
      bottom: "finished",
      top: "elsewhere",
    });
  });

  test("rerun runs them again, and what needs them too", async () => {
    await runAll(DIAMOND(), { environment: there });
    const { events, outcomes } = await runAll(DIAMOND(), { environment: here, otherEnvironment: "rerun" });
    expect(events.join()).not.toContain("skipped");
    expect(outcomes.get("bottom")!.environment).toEqual(here);
  });

  test("what was begun in another one is not thrown away either", async () => {
    const failing = [stage("bad", [], { add: 1, fails: true })];
    await runAll(failing, { environment: there });
    await expect(runAll(failing, { environment: here })).rejects.toThrow(
      "1 interrupted stage is of another environment",
    );
    await runAll(failing, { environment: here, otherEnvironment: "keep" });
    expect(readFileSync(inside("stages", "bad.partial", "scratch", "seen"), "utf8")).toBe("xx");
    await runAll(failing, { environment: here, otherEnvironment: "rerun" });
    expect(readFileSync(inside("stages", "bad.partial", "scratch", "seen"), "utf8")).toBe("x");
  });
});

test.each([
  [{ retries: -1 }, "runPipeline: retries must be an integer, at least 0, got -1"],
  [{ otherEnvironment: "ask" }, 'runPipeline: otherEnvironment must be one of "refuse", "keep", "rerun", got "ask"'],
] as [Options, string][])("runPipeline refuses %o", async (over, message) => {
  await expect(runAll(DIAMOND(), over)).rejects.toThrow(message);
  expect(existsSync(inside("stages"))).toBe(false);
});
