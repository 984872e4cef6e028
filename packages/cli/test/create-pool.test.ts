import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPool } from "../src/create-pool.ts";
import type { TaskRunner } from "../src/run-tasks.ts";
import { type FragileEvent, type FragileTask, run } from "./fixtures/fragile-task.ts";
import { useBundle } from "./fixtures/use-bundle.ts";

const built = useBundle("src/worker", "test/fixtures/fragile-task");
const inside = useTemporaryDirectory();
const FRAGILE = { module: "fragile-task", run };
let pool: TaskRunner;
let notes: string[];
let events: FragileEvent[];

beforeEach(() => {
  [notes, events] = [[], []];
});
afterEach(() => pool.close());

function start(workers: number, retries?: number): void {
  pool = createPool({ workers, ...(retries === undefined ? {} : { retries }), script: pathToFileURL(built("worker")) });
}

function attempt(name: string, failures: number, way: FragileTask["way"]) {
  const task = { attempts: inside(name), failures, way };
  return pool.run(FRAGILE, task, {
    onEvent: (event) => events.push(event),
    onRetry: (text) => notes.push(`${name}: ${text}`),
  });
}

describe("createPool", () => {
  test("passes events on in order, few of the steps, and the result after all of them", async () => {
    start(1);
    expect(await attempt("a", 0, "throw")).toBe(1);
    expect(events[0]).toEqual({ kind: "attempt", number: 1 });
    expect(events[1]).toEqual({ kind: "step", number: 1 });
    expect(events.length).toBeLessThan(100);
    expect(notes).toEqual([]);
  });

  test.each([1, 2])(
    "with %s workers tries a task that crashed again, and loses none of the others",
    async (workers) => {
      start(workers);
      const results = await Promise.all([
        attempt("exits", 1, "exit"),
        attempt("throws", 2, "throw"),
        attempt("well", 0, "throw"),
        attempt("exits again", 1, "exit"),
        attempt("also well", 0, "throw"),
      ]);
      expect(results).toEqual([2, 3, 1, 2, 1]);
      expect(notes.sort()).toEqual([
        "exits again: crashed (its thread ended with code 3); begins again, retry 1 of 2",
        "exits: crashed (its thread ended with code 3); begins again, retry 1 of 2",
        "throws: crashed (out of luck); begins again, retry 1 of 2",
        "throws: crashed (out of luck); begins again, retry 2 of 2",
      ]);
      expect(events.filter(({ kind }) => kind === "attempt")).toHaveLength(9);
    },
  );

  test("a thread that ends by an error which nobody catches, as it does when memory runs out, is a crash like others", async () => {
    start(1);
    expect(await attempt("dies", 1, "uncaught")).toBe(2);
    expect(notes).toEqual(["dies: crashed (nobody caught it); begins again, retry 1 of 2"]);
  });

  test("gives up after the retries with the task's error, and goes on with the next task", async () => {
    start(1, 1);
    const hopeless = attempt("hopeless", 9, "throw");
    const next = attempt("next", 0, "throw");
    await expect(hopeless).rejects.toThrow("out of luck");
    expect(readFileSync(inside("hopeless"), "utf8")).toBe("xx");
    expect(await next).toBe(1);
  });

  test("does not repeat what is wrong with an argument, nor a module that is none", async () => {
    start(1);
    await expect(attempt("wrong", 9, "argument")).rejects.toThrow("run: way must be gentle, got rough");
    expect(readFileSync(inside("wrong"), "utf8")).toBe("x");
    const uncloneable = { attempts: () => {} } as never;
    await expect(pool.run(FRAGILE, uncloneable, { onEvent() {} })).rejects.toThrow("could not be cloned");
    expect(await attempt("next", 0, "throw")).toBe(1);
    expect(notes).toEqual([]);
  });

  test("close ends running tasks and waiting ones, and starts nothing more", async () => {
    start(1);
    const running = attempt("running", 9, "hang");
    const waiting = attempt("waiting", 0, "throw");
    while (events.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const ends = Promise.allSettled([running, waiting]);
    await pool.close();
    expect((await ends).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await expect(attempt("late", 0, "throw")).rejects.toThrow("the pool is closed");
    expect(existsSync(inside("waiting"))).toBe(false);
    expect(notes).toEqual([]);
  });
});
