import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { useBundle, useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createThreadRunner } from "../../src/node/create-thread-runner.ts";
import type { Runner } from "../../src/runner.ts";
import type { Task, TaskEvent } from "../../src/task.ts";
import { type FragileInput, fragile } from "../fixtures/fragile-task.ts";

const built = useBundle(["src/node/thread", "test/fixtures/fragile-task"], {
  packageFolder: new URL("../..", import.meta.url),
});
const inside = useTemporaryDirectory();
let runner: Runner;
let events: TaskEvent[];
beforeEach(() => {
  events = [];
  runner = createThreadRunner({ threads: 2, script: pathToFileURL(built("thread")) });
});
afterEach(() => runner.close());

const { signal } = new AbortController();

function attempt(name: string, way: FragileInput["way"], failures: number, over: Partial<Task> = {}, until = signal) {
  const task = { ...fragile, module: pathToFileURL(built("fragile-task")).href, ...over } as Task;
  const input: FragileInput = { attempts: inside(name), failures, way };
  const request = { input, shared: undefined, needs: {}, directory: "", scratch: "" };
  return runner.attempt(task, request, (event) => events.push(event), until);
}

const crashed = (message: string) => ({ kind: "failure", error: expect.objectContaining({ message }), isFinal: false });

test("passes events on in order, few of the steps but the last one, and the result after all of them", async () => {
  expect(await attempt("a", "throw", 0)).toEqual({ kind: "result", result: 1 });
  expect(events[0]).toEqual({ kind: "attempt", number: 1 });
  expect(events[1]).toEqual({ kind: "step", number: 1 });
  expect(events.at(-1)).toEqual({ kind: "step", number: 1000 });
  expect(events.length).toBeLessThan(100);
});

test.each([
  ["throw", "out of luck"],
  ["exit", "its thread ended with code 3"],
  // As it ends when memory runs out.
  ["uncaught", "nobody caught it"],
] as const)("a task that ends by %s has crashed; the next one gets another thread", async (way, message) => {
  expect(await attempt("a", way, 1)).toEqual(crashed(message));
  expect(await attempt("a", way, 1)).toEqual({ kind: "result", result: 2 });
});

test("one that crashes disturbs no other", async () => {
  const pairs = await Promise.all([attempt("a", "exit", 1), attempt("b", "throw", 0)]);
  expect(pairs).toEqual([crashed("its thread ended with code 3"), { kind: "result", result: 1 }]);
});

test("what another attempt would not mend is final: an argument, data that cannot be copied, either way", async () => {
  expect(await attempt("a", "argument", 9)).toMatchObject({
    ...{ kind: "failure", error: { message: "run: way must be gentle, got rough" }, isFinal: true },
  });
  const uncloneable = { input: () => {}, shared: undefined, needs: {}, directory: "", scratch: "" };
  const refused = await runner.attempt(fragile as Task, uncloneable, () => {}, signal);
  expect(refused).toMatchObject({
    kind: "failure",
    error: { message: "() => {} could not be cloned." },
    isFinal: true,
  });
  expect(await attempt("b", "unclonable", 9)).toMatchObject({ kind: "failure", isFinal: true });
  expect(await attempt("c", "throw", 0)).toEqual({ kind: "result", result: 1 });
});

test("a module that is not there or lacks the task is named", async () => {
  expect(await attempt("a", "throw", 0, { module: "file:///none.js" })).toMatchObject({
    ...{ kind: "failure", error: { message: expect.stringContaining("/none.js") } },
  });
  expect(await attempt("a", "throw", 0, { id: "test/other" })).toMatchObject({
    error: {
      message: expect.stringMatching(/fragile-task\.js exports no task test\/other; export what defineTask returns$/),
    },
  });
});

test.each(["hang", "spin"] as const)(
  "an abort stops a task that %ss, and what comes later does not start",
  async (way) => {
    const controller = new AbortController();
    const running = attempt("a", way, 9, {}, controller.signal);
    while (!existsSync(inside("a"))) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    expect(await running).toMatchObject({ kind: "failure", isFinal: true });
    expect(await attempt("b", "throw", 0, {}, controller.signal)).toMatchObject({ kind: "failure", isFinal: true });
    expect(existsSync(inside("b"))).toBe(false);
  },
);

test("close stops what runs, and starts nothing more", async () => {
  const running = attempt("a", "hang", 9);
  while (!existsSync(inside("a"))) await new Promise((resolve) => setTimeout(resolve, 5));
  await runner.close();
  expect(await running).toMatchObject({ kind: "failure", isFinal: true });
  expect(await attempt("b", "throw", 0)).toMatchObject({ error: { message: "the runner is closed" }, isFinal: true });
  expect(readFileSync(inside("a"), "utf8")).toBe("x");
});

test("threads must be a number of them", () => {
  expect(() => createThreadRunner({ threads: 0 })).toThrow(
    "createThreadRunner: threads must be an integer, at least 1, got 0",
  );
});
