import { readFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { createInlineRunner } from "../src/run-tasks.ts";
import { type FragileTask, run } from "./fixtures/fragile-task.ts";

const inside = useTemporaryDirectory();
const FRAGILE = { module: "fragile-task", run };

test("createInlineRunner runs one task after the other, tries again what crashed, and goes on after what failed", async () => {
  const runner = createInlineRunner(new AbortController().signal);
  const order: string[] = [];
  const start = (name: string, failures: number, way: FragileTask["way"]) =>
    runner.run(
      FRAGILE,
      { attempts: inside(name), failures, way },
      {
        onEvent: ({ kind, number }) => kind === "attempt" && order.push(`${name} ${number}`),
        onRetry: (text) => order.push(text),
      },
    );
  const wrong = start("a", 9, "argument");
  const hopeless = start("b", 9, "throw");
  const second = start("c", 1, "throw");
  await expect(wrong).rejects.toThrow("run: way must be gentle, got rough");
  await expect(hopeless).rejects.toThrow("out of luck");
  expect(await second).toBe(2);
  expect(order).toEqual([
    "a 1",
    ...["b 1", "crashed (out of luck); begins again, retry 1 of 2"],
    ...["b 2", "crashed (out of luck); begins again, retry 2 of 2", "b 3"],
    ...["c 1", "crashed (out of luck); begins again, retry 1 of 2", "c 2"],
  ]);
  await runner.close();
});

test("createInlineRunner hands the signal to its tasks, and does not try again what was aborted", async () => {
  const controller = new AbortController();
  const runner = createInlineRunner(controller.signal);
  const start = () =>
    runner.run(
      FRAGILE,
      { attempts: inside("a"), failures: 9, way: "throw" },
      { onEvent: () => controller.abort(new Error("enough")) },
    );
  await expect(start()).rejects.toThrow("out of luck");
  expect(readFileSync(inside("a"), "utf8")).toBe("x");
  let received: AbortSignal | undefined;
  const task = {
    module: "task",
    run: async (_data: number, _onEvent: unknown, signal?: AbortSignal) => {
      received = signal;
    },
  };
  await runner.run(task, 1, { onEvent() {} });
  expect(received).toBe(controller.signal);
});
