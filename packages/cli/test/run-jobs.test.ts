import { expect, test } from "vitest";
import { createInlineRunner } from "../src/run-jobs.ts";
import { useTemporaryDirectory } from "./fixtures/temporary-directory.ts";
import { tinyJob } from "./fixtures/tiny-job.ts";

const inside = useTemporaryDirectory();

// The pool needs built files: test/bin.test.ts runs it, in a process of its own.
test("createInlineRunner runs one job after the other, also after one that failed", async () => {
  const runner = createInlineRunner(new AbortController().signal);
  const order: string[] = [];
  const named = (name: string) => (event: { kind: string }) => {
    if (event.kind === "epoch") order.push(name);
  };
  const broken = runner.run(await tinyJob(inside("a"), { net: { epochs: 0 } as never }), named("a"));
  const second = runner.run(await tinyJob(inside("b")), named("b"));
  const third = runner.run(await tinyJob(inside("c")), named("c"));
  await expect(broken).rejects.toThrow();
  await Promise.all([second, third]);
  expect(order).toEqual(["b", "b", "c", "c"]);
  await runner.close();
});
