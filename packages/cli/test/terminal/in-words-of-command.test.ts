import { mkdirSync, writeFileSync } from "node:fs";
import { loadImages } from "@dark-knowledge/datasets/node";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { inWordsOfCommand } from "../../src/terminal/in-words-of-command.ts";
import { runCommand } from "../fixtures/run-command.ts";

const inside = useTemporaryDirectory();

test("a command names a cure for a damaged file that it has, and the library its option", async () => {
  for (const [folder, name] of [
    ["pictures", "bad.png"],
    ["recordings", "bad.wav"],
  ] as const) {
    mkdirSync(inside(folder, "a"), { recursive: true });
    writeFileSync(inside(folder, "a", name), "neither");
    const { code, stderr } = await runCommand(["distill", "--data", inside(folder), "--out", inside("run")]);
    expect([code, stderr.split("\n").length]).toEqual([1, 2]);
    expect(stderr).toContain(inside(folder, "a", name));
    expect(stderr).toMatch(/ \(remove or replace this file\)\n$/);
    expect(stderr).not.toContain("onBroken");
  }
  const size = { height: 8, width: 8, channels: 3 } as const;
  await expect(loadImages(inside("pictures"), size)).rejects.toThrow('(onBroken: "skip" leaves it out)');
});

test("a teacher and a file are called by their options, not by the functions that refuse them", () => {
  for (const [library, command] of [
    [
      'toTeacherFunction: teacher.classNames must have the dataset\'s output "rent", got "price"',
      '--teacher: classNames must have the dataset\'s output "rent", got "price"',
    ],
    [
      "answerLogits: answer.numbers must have 2 outputs for example 2, got 4",
      "--teacher: answer.numbers must have 2 outputs for example 2, got 4",
    ],
    ["commandTeacher: python3 t.py ended with code 7", "--teacher: python3 t.py ended with code 7"],
    [
      "the teacher has no answer for example 4; record its answers with omitUnanswered and allowUnanswered, or ask it with collectAnswers, and continue with the examples that it answers",
      "the teacher has no answer for example 4; with --folds it must answer all that it has not learned from",
    ],
    ["loadAnswers: a.csv has no column b; it has c", "--from: a.csv has no column b; it has c"],
  ] as const) {
    expect(inWordsOfCommand(library)).toBe(command);
  }
});

test("other messages stay as they are", () => {
  expect(inWordsOfCommand("a (remove it), or overwrite it $&")).toBe("a (remove it), or overwrite it $&");
  expect(inWordsOfCommand("a exists already; pass { overwrite: true } to replace")).toBe(
    "a exists already; pass --overwrite to replace",
  );
});
