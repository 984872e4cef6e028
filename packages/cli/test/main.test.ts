import { expect, test } from "vitest";
import { runCommand } from "./fixtures/run-command.ts";

test("main prints its version, and help that teaches and shows defaults", async () => {
  expect(await runCommand(["--version"])).toEqual({
    ...{ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/), stderr: "" },
  });
  expect((await runCommand(["--help"])).stdout).toContain("doctor");
  const { code, stdout } = await runCommand(["distill", "--help"]);
  expect(code).toBe(0);
  expect(stdout).toContain("$ dark-knowledge distill --dataset mnist --teacher 1200,1200");
  const words = stdout.replace(/\s+/g, " ");
  expect(words).toContain(
    "(default: mlp:400,400; mnist, fashion-mnist: mlp:1200,1200; a table: mlp:512,512; texts: embedding:256:256; images: cnn:32,64:128)",
  );
  expect(words).toContain(
    "--hard-weight <w> weight of the hard labels when distilling, 0 to 1; the soft targets get the rest (default: 0.1)",
  );
});

test.each([
  ["distill"],
  ["reproduce mnist"],
  ["reproduce specialists"],
  ["soft-targets record"],
  ["report"],
  ["compress"],
])("the help of %s fits 120 columns", async (command) => {
  const { stdout } = await runCommand([...command.split(" "), "--help"]);
  expect(stdout.split("\n").filter((line) => line.length > 130)).toEqual([]);
});

test.each([
  [["distill", "--out", ""], "--out"],
  [["distill", "--spec="], "--spec"],
  [["predict", "", "letters.csv"], "student"],
  [["predict", "student", "letters.csv", ""], "input"],
  [["soft-targets", "import", "store", "--from", "", "--kind", "probs"], "--from"],
])("an empty word is refused by name: %j", async (words, name) => {
  const { code, stderr } = await runCommand(words);
  expect({ code, stderr }).toEqual({ code: 2, stderr: `error: ${name} must not be empty\n` });
});

test("a failure is one line, whatever the files are called", async () => {
  const { code, stderr } = await runCommand(["report", "no\nsuch file"]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: "error: record: cannot read no such file (ENOENT)\n" });
});
