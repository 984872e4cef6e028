import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import type { WorkerMessage } from "../src/worker.ts";
import { useBundle } from "./fixtures/use-bundle.ts";

const built = useBundle("src/worker", "test/fixtures/fragile-task");
const inside = useTemporaryDirectory();

test("a worker runs one task after the other, and says of each failure whether it is worth another attempt", async () => {
  const worker = new Worker(built("worker"));
  const ask = async (module: string, way: string) => {
    const messages: WorkerMessage[] = [];
    worker.on("message", (message: WorkerMessage) => messages.push(message));
    worker.postMessage({ module, data: { attempts: inside("attempts"), failures: 2, way } });
    while (messages.at(-1)?.kind !== "result" && messages.at(-1)?.kind !== "failure") await once(worker, "message");
    worker.removeAllListeners("message");
    return messages.at(-1);
  };
  const wrong = { message: "run: way must be gentle, got rough" };
  expect(await ask("fragile-task", "argument")).toMatchObject({ kind: "failure", error: wrong, isFinal: true });
  const crash = { message: "out of luck" };
  expect(await ask("fragile-task", "throw")).toMatchObject({ kind: "failure", error: crash, isFinal: false });
  expect(await ask("fragile-task", "throw")).toEqual({ kind: "result", result: 3 });
  expect(await ask("no-such-task", "throw")).toMatchObject({ kind: "failure", isFinal: false });
  await worker.terminate();
});
