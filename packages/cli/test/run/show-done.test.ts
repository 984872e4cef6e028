import { expect, test } from "vitest";
import { showDone } from "../../src/run/show-done.ts";
import { createProgress } from "../../src/terminal/progress.ts";
import { TextStream } from "../fixtures/text-stream.ts";

test("showDone begins at the first event, notes every tenth with the use of a service, and ends when all is done", () => {
  const stream = new TextStream();
  const show = showDone(createProgress(stream, { quiet: false }), "answers", "examples");
  expect(stream.text).toBe("");
  show(50, 1000);
  show(100, 1000, { requests: 1200, retries: 3, cost: 0 });
  show(120, 1000);
  show(1000, 1000);
  expect(stream.lines.map((line) => line.replace(/· .*left · /, ""))).toEqual([
    "answers: 1000 examples to go",
    "answers: 10% 100 of 1,000 · 1,200 requests, 3 of them retries",
    "answers: 100% 1,000 of 1,000",
    "answers: done in 0 s",
  ]);
});
