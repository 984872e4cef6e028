import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRandom } from "@dark-knowledge/core";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { TINY } from "../../paper/test/fixtures/tiny-spec.ts";
import { useCommand } from "./fixtures/use-command.ts";

const command = useCommand();
const inside = useTemporaryDirectory();

const SPECIALISTS = {
  ...{ dataset: "generated", trainSize: 600, validationSize: 200, generalist: { epochs: 2, hidden: [6] } },
  specialists: { epochs: 1 },
};

/** Runs a command, kills it after some milliseconds if it still runs, and tells whether it ended well. */
async function run(words: readonly string[], out: string, { killAfter = Infinity, workers = 2 } = {}) {
  const place = ["--spec", "spec.json", "--backend", "wasm", "--out", out, "--workers", String(workers), "--quiet"];
  const { child, ended } = command(inside(), ...words, ...place);
  const timer = Number.isFinite(killAfter) ? setTimeout(() => child.kill("SIGKILL"), killAfter) : undefined;
  const { code, stderr } = await ended;
  clearTimeout(timer);
  return { isDone: code === 0, stderr };
}

test.each([
  ["distill", ["distill"], TINY],
  ["reproduce specialists", ["reproduce", "specialists"], SPECIALISTS],
] as const)("%s that is killed, on two workers, leaves the record of a whole run on one", async (_, words, spec) => {
  writeFileSync(inside("spec.json"), JSON.stringify(spec));
  const began = performance.now();
  expect(await run(words, "whole", { workers: 1 })).toEqual({ isDone: true, stderr: "" });
  const duration = performance.now() - began;
  const random = createRandom(20150309);
  // From before the first stage to past the middle of the run.
  await run(words, "killed", { killAfter: duration * (0.2 + 0.6 * random.uniform()) });
  expect(await run(words, "killed")).toEqual({ isDone: true, stderr: "" });
  for (const name of ["record.jsonl", "table.md", "report.html"]) {
    // The one difference that there may be.
    const read = (out: string) =>
      readFileSync(inside(out, name), "utf8").replaceAll(/\d threads?(?=;)|"threads":\d/g, "threads");
    expect(read("killed") === read("whole"), name).toBe(true);
  }
  expect(readdirSync(inside("killed", "stages"))).toEqual(readdirSync(inside("whole", "stages")));
});
