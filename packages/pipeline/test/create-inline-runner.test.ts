import { readFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { createInlineRunner } from "../src/create-inline-runner.ts";
import { defineTask } from "../src/define-task.ts";
import type { Task, TaskEvent } from "../src/task.ts";
import { type FragileInput, fragile } from "./fixtures/fragile-task.ts";

const inside = useTemporaryDirectory();
const runner = createInlineRunner();
const { signal } = new AbortController();
const surroundings = { shared: undefined, needs: {}, directory: "", scratch: "" };

function attempt(way: FragileInput["way"], failures: number, over = signal) {
  const events: TaskEvent[] = [];
  const input: FragileInput = { attempts: inside("attempts"), failures, way };
  const end = runner.attempt(fragile as Task, { input, ...surroundings }, (event) => events.push(event), over);
  return end.then((answer) => ({ ...answer, events }));
}

test("an inline runner passes every event on, and the result", async () => {
  const { events, ...end } = await attempt("throw", 0);
  expect(end).toEqual({ kind: "result", result: 1 });
  expect(events).toHaveLength(1001);
});

test("a failure says whether another attempt is worth it", async () => {
  const { events: _, ...crash } = await attempt("throw", 9);
  expect(crash).toEqual({ kind: "failure", error: new Error("out of luck"), isFinal: false });
  expect(await attempt("argument", 9)).toMatchObject({ kind: "failure", isFinal: true });
  expect(await attempt("throw", 9, AbortSignal.abort())).toMatchObject({ kind: "failure", isFinal: true });
  expect(readFileSync(inside("attempts"), "utf8")).toBe("xxx");
});

test("what is thrown is made an Error, and the task gets the signal", async () => {
  const controller = new AbortController();
  const task = defineTask(import.meta.url, { id: "test/odd", version: 1 }, async (_: unknown, context) => {
    controller.abort();
    throw context.signal.aborted ? "aborted" : "not aborted";
  });
  const end = await runner.attempt(task as Task, { input: 1, ...surroundings }, () => {}, controller.signal);
  expect(end).toEqual({ kind: "failure", error: new Error("aborted"), isFinal: true });
  await runner.close();
});
