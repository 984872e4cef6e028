import { describe, expect, test } from "vitest";
import { createProgress, formatSeconds } from "../../src/terminal/progress.ts";
import { TextStream } from "../fixtures/text-stream.ts";

test("formatSeconds is as long as it has to be", () => {
  expect([0.2, 59.4, 65, 3599.6, 7800].map(formatSeconds)).toEqual([
    "0 s",
    "59 s",
    "1 min 05 s",
    "1 h 00 min",
    "2 h 10 min",
  ]);
});

describe("createProgress", () => {
  test("writes plain lines in a pipe, with percent, rate, time left and the note", () => {
    const stream = new TextStream();
    const progress = createProgress(stream, { quiet: false });
    progress.begin("teacher", 200, "examples");
    progress.update("teacher", 50);
    progress.note("teacher", "epoch 1/4");
    progress.end("teacher");
    progress.stop();
    expect(stream.lines).toEqual([
      "teacher: 200 examples to go",
      expect.stringMatching(/^teacher: 25% · [\d,.M]+ examples\/s · \d+ s left · epoch 1\/4$/),
      "teacher: done in 0 s",
    ]);
  });

  test("draws bars on a terminal and shows the cursor again in the end", () => {
    const stream = new TextStream(true);
    const progress = createProgress(stream, { quiet: false });
    progress.begin("teacher", 200, "examples");
    progress.update("teacher", 100);
    progress.note("teacher", "epoch 2/4");
    progress.end("teacher");
    progress.stop();
    expect(stream.text).toContain("█");
    expect(stream.text).toContain("100%");
    expect(stream.text).toContain("epoch 2/4");
    expect(stream.text.lastIndexOf("\u001B[?25h")).toBeGreaterThan(stream.text.lastIndexOf("\u001B[?25l"));
  });

  test.each([false, true])(
    "warns before and after the beginning, and begins again, on a terminal (%s) or not",
    (isTTY) => {
      const stream = new TextStream(isTTY);
      const progress = createProgress(stream, { quiet: false });
      progress.warn("teacher", "crashed before");
      progress.begin("teacher", 200, "examples");
      progress.update("teacher", 150);
      progress.warn("teacher", "crashed after");
      progress.begin("teacher", 200, "examples");
      progress.update("teacher", 50);
      progress.note("teacher", "epoch 1/4");
      progress.stop();
      expect(stream.text).toContain("teacher: crashed before\n");
      expect(stream.text).toContain("teacher: crashed after\n");
      expect(stream.text.slice(stream.text.lastIndexOf("teacher"))).toMatch(/25%/);
      // One bar in the last picture of a terminal, and not one for each attempt.
      if (isTTY) expect(stream.text.slice(stream.text.lastIndexOf("\u001B[?7h")).split("teacher")).toHaveLength(2);
    },
  );

  test.each([false, true])("shows nothing after stop, on a terminal (%s) or not", (isTTY) => {
    const stream = new TextStream(isTTY);
    const progress = createProgress(stream, { quiet: false });
    progress.begin("teacher", 200, "examples");
    progress.stop();
    const { text } = stream;
    progress.update("teacher", 100);
    progress.note("teacher", "epoch 2/4");
    progress.warn("teacher", "crashed");
    progress.end("teacher");
    progress.begin("student", 200, "examples");
    expect(stream.text).toBe(text);
  });

  test("says nothing when quiet", () => {
    const stream = new TextStream(true);
    const progress = createProgress(stream, { quiet: true });
    progress.begin("teacher", 200, "examples");
    progress.update("teacher", 100);
    progress.note("teacher", "epoch 2/4");
    progress.end("teacher");
    progress.stop();
    expect(stream.text).toBe("");
  });
});
