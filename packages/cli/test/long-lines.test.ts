import { writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { runCommand } from "./fixtures/run-command.ts";

const inside = useTemporaryDirectory();
const LONG = "x".repeat(14_900_000);
const IMPORT = ["soft-targets", "import", "STORE", "--from", "FILE", "--kind", "probs"];

test.each([
  ["a specification", "spec.json", `{"dataset": "${LONG}"}`, ["distill", "--spec", "FILE"], "--spec"],
  ["a record", "record.jsonl", LONG, ["report", "FILE"], "line 1"],
  [
    "the head of a table",
    "data.csv",
    `${LONG},kind\n1,a\n2,b\n`,
    ["distill", "--data", "FILE", "--label", "x"],
    "--label",
  ],
  ["JSON lines", "data.jsonl", `{"kind": "${LONG}"\n`, ["distill", "--data", "FILE", "--label", "kind"], "row 1"],
  ["answers", "answers.csv", `id,a,b\n0,${LONG},1\n`, IMPORT, 'column "a"'],
])("a line of 14.9 MB in %s is refused in one line of at most 500 characters", async (_, name, text, words, place) => {
  writeFileSync(inside(name), text);
  const paths: Readonly<Record<string, string>> = { FILE: inside(name), STORE: inside("store") };
  const { code, stderr } = await runCommand(words.map((word) => paths[word] ?? word));
  expect(code).toBeGreaterThan(0);
  expect(stderr).toMatch(/^error: [^\n]{1,500}\n$/);
  expect(stderr).toContain(place);
});
