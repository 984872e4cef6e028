import { expect, test } from "vitest";
import { main } from "../../src/main.ts";
import { TextStream } from "../fixtures/text-stream.ts";

test("dark-knowledge reproduce lists its experiments, and refuses others", async () => {
  const run = async (...args: string[]) => {
    const [stdout, stderr] = [new TextStream(), new TextStream()];
    const { signal } = new AbortController();
    const context = { stdout, stderr, environment: {}, signal, now: () => new Date(0), threads: false };
    return { code: await main(args, context), stdout: stdout.text, stderr: stderr.lines[0] };
  };
  expect((await run("reproduce", "--help")).stdout).toMatch(
    / +specialists \[options\] +specialists for confusable classes/,
  );
  expect((await run("reproduce", "specialists", "--help")).stdout).toContain(
    "$ dark-knowledge reproduce specialists --smoke",
  );
  expect(await run("reproduce", "dreams")).toMatchObject({ code: 2, stderr: "error: unknown command 'dreams'" });
  expect(await run("reproduce", "specialists", "--out", "/nowhere/run")).toMatchObject({
    code: 1,
    stderr: "error: --data-dir: must name the directory of the EMNIST files, which are not downloaded (or use --smoke)",
  });
});
