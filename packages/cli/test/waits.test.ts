import { mkdirSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { TINY } from "../../paper/test/fixtures/tiny-spec.ts";
import { runCommand } from "./fixtures/run-command.ts";
import { TextStream } from "./fixtures/text-stream.ts";

const inside = useTemporaryDirectory();

test.each([
  [
    "distill",
    () => ["distill", "--spec", inside("spec.json"), "--backend", "cpu", "--quiet", "--out", inside("there")],
  ],
  ["import", () => ["soft-targets", "import", inside("there"), "--from", inside("answers.csv"), "--kind", "probs"]],
])("%s says that it waits for a writer on another machine, and stops when it is told to", async (_, words) => {
  writeFileSync(inside("spec.json"), JSON.stringify(TINY));
  writeFileSync(inside("answers.csv"), "id,a,b\n1,0.5,0.5\n");
  mkdirSync(inside("there"));
  writeFileSync(inside("there", ".writer.lock"), JSON.stringify({ pid: 7, host: "elsewhere", token: "x" }));
  const [stderr, controller] = [new TextStream(), new AbortController()];
  const watch = setInterval(() => {
    if (stderr.text.includes("waiting")) controller.abort(new Error("interrupted"));
  }, 10);
  const { code } = await runCommand(words(), { stderr, signal: controller.signal });
  clearInterval(watch);
  const line = `${inside("there")} may still be written by process 7 on elsewhere; waiting up to 30 s for a heartbeat`;
  expect({ code, lines: stderr.lines }).toEqual({
    ...{ code: 130, lines: [line, expect.stringMatching(/^error: interrupted/)] },
  });
});
