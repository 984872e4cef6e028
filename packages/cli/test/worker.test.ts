import { once } from "node:events";
import { MessageChannel } from "node:worker_threads";
import { expect, test } from "vitest";
import type { JobEvent } from "../src/job.ts";
import { run } from "../src/worker.ts";
import { useTemporaryDirectory } from "./fixtures/temporary-directory.ts";
import { tinyJob } from "./fixtures/tiny-job.ts";

const inside = useTemporaryDirectory();

test("run sends a job's events through the port, every epoch among them, and closes it", async () => {
  const { port1, port2 } = new MessageChannel();
  const events: JobEvent[] = [];
  port1.on("message", (event) => events.push(event));
  const closed = once(port1, "close");
  const result = await run({ job: await tinyJob(inside("hard")), port: port2 });
  await closed;
  expect(result.testLogits.rows).toBe(100);
  expect(events[0]).toEqual({ kind: "begin", examples: 300 });
  expect(events.filter(({ kind }) => kind === "epoch")).toHaveLength(2);
});

test("run closes the port when the job fails", async () => {
  const { port1, port2 } = new MessageChannel();
  const closed = once(port1, "close");
  const job = await tinyJob(inside("hard"), { net: { epochs: 0 } as never });
  await expect(run({ job, port: port2 })).rejects.toThrow();
  await closed;
});
