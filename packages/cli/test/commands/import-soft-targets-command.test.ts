import { writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { runCommand } from "../fixtures/run-command.ts";

const inside = useTemporaryDirectory();

const run = (...args: string[]) => runCommand(["soft-targets", ...args]);

test("import makes a store of a table, and says what the rows are not", async () => {
  writeFileSync(inside("answers.csv"), "id,cat,dog\n7,0.5,0.5\n3,0.125,0.875\n");
  const importing = (...args: string[]) => run("import", inside("i"), "--from", inside("answers.csv"), ...args);
  expect(await importing("--kind", "logprobs")).toEqual({
    code: 1,
    stdout: "",
    stderr: `error: --from: logProbs of ${inside("answers.csv")}, row 2 must be at most 0, with probabilities that sum to 1, got 0.5 for class 0\n`,
  });
  const first = await importing("--kind", "probs", "--temperature", "2", "--type", "float16");
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(first.stdout).toMatch(/^2 answers in .*\n2 classes: cat, dog\nteacher [0-9a-f]{64}\n$/);
  expect((await run("verify", inside("i"), "--quiet")).stdout).toContain("2 answers in 1 file, every byte is right");
  expect((await run("inspect", inside("i"), "--quiet")).stdout).toContain("came as  probs at temperature 2");
  const other = await run("import", inside("j"), "--from", inside("answers.csv"), "--kind", "logits");
  expect(other.code).toBe(0);
  expect(other.stderr).toMatch(/^warning: --from: the logits of .* if they are probabilities, pass --kind probs\n$/);
  expect(await importing("--kind", "prob")).toMatchObject({ code: 2 });
  for (const [flags, words] of [
    [["--kind", "logits", "--temperature", "2"], "--temperature must be left out with logits, got 2"],
    [
      ["--kind", "numbers", "--top-k", "1"],
      "--top-k must be left out for numbers and several classes, of which all answers are kept",
    ],
    [
      ["--kind", "numbers", "--class-names", "cat"],
      `--from: ${inside("answers.csv")} has 2 outputs, and --class-names has 1; name each of them`,
    ],
  ] as const) {
    expect((await run("import", inside("k"), "--from", inside("answers.csv"), ...flags)).stderr).toBe(
      `error: ${words}\n`,
    );
  }
});

test("import takes probabilities of several classes, each by itself", async () => {
  writeFileSync(inside("tags.csv"), "fast,loud\n0.5,0.75\n1,1\n");
  const importing = (...args: string[]) =>
    run("import", inside("tags"), "--from", inside("tags.csv"), "--kind", "probs", ...args);
  expect((await importing()).stderr).toContain("must be from 0 to 1 and sum to 1, got a sum of 1.25");
  expect(await importing("--task", "several-classes")).toMatchObject({ code: 0, stderr: "" });
  const { stdout } = await run("inspect", inside("tags"), "--quiet");
  expect(stdout).toMatch(/probability of +mean +smallest +largest\nfast +0.75 +0.5 +1\nloud +0.875 +0.75 +1\n$/);
  expect(await importing("--task", "tags")).toMatchObject({ code: 2 });
});
