import { expect, test } from "vitest";
import { watchAnswers } from "../../src/run/watch-answers.ts";
import { createProgress } from "../../src/terminal/progress.ts";
import { TextStream } from "../fixtures/text-stream.ts";

test("watchAnswers shows a warning about the teacher", () => {
  const stream = new TextStream();
  const { onAnswers } = watchAnswers(createProgress(stream, { quiet: false }));
  onAnswers({ part: "transfer", done: 0, total: 100, warning: "it does not name a" });
  expect(stream.lines).toEqual(["teacher: it does not name a", "teacher, transfer set: 100 examples to go"]);
});

test("watchAnswers shows one part after the other, and remembers the last", () => {
  const stream = new TextStream();
  const answers = watchAnswers(createProgress(stream, { quiet: false }));
  expect(answers.reached).toEqual({ done: 0, total: 0 });
  for (const done of [50, 100]) answers.onAnswers({ part: "transfer", done, total: 100 });
  answers.onAnswers({ part: "test", done: 5, total: 20, usage: { requests: 4, retries: 1, cost: 0 } });
  expect(answers.reached).toEqual({ done: 5, total: 20 });
  expect(stream.lines.map((line) => line.replace(/· .*left · /, ""))).toEqual([
    "teacher, transfer set: 100 examples to go",
    "teacher, transfer set: 50% 50 of 100",
    "teacher, transfer set: 100% 100 of 100",
    "teacher, transfer set: done in 0 s",
    "teacher, test set: 20 examples to go",
    "teacher, test set: 25% 5 of 20 · 4 requests, 1 of them retries",
  ]);
});
