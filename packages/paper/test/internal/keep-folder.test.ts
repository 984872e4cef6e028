import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { keepFolder } from "../../src/internal/keep-folder.ts";

const inside = useTemporaryDirectory();

function folder(name: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(inside(name), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(inside(name, file), text);
  return inside(name);
}

const contents = (name: string) =>
  Object.fromEntries(readdirSync(inside(name)).map((file) => [file, readFileSync(inside(name, file), "utf8")]));

test("keepFolder makes a folder hold the files of another, and nothing else", async () => {
  const files = { "model.json": "new", "weights.bin": "new weights" };
  const from = folder("from", files);
  await keepFolder("example", from, inside("fresh"));
  expect(contents("fresh")).toEqual(files);
  // As a process leaves it that is killed while it writes.
  folder("old", { "weights.bin": "old weights", "weights-2.bin": "x", ".weights.bin.part": "new we" });
  await keepFolder("example", from, inside("old"));
  expect(contents("old")).toEqual(files);
});

test("keepFolder removes the index first and writes it last", async () => {
  const from = folder("from", { "model.json": "new", "weights.bin": "new weights" });
  folder("old", { "model.json": "old" });
  // Takes the place of a file, so that writing fails before the index is reached.
  mkdirSync(inside("old", "weights.bin"));
  await expect(keepFolder("example", from, inside("old"))).rejects.toThrow(/^example: cannot write .*weights\.bin/);
  expect(readdirSync(inside("old"))).toEqual(["weights.bin"]);
});

test("keepFolder leaves a folder as it is that holds the files already", async () => {
  const from = folder("from", { "model.json": "same", "weights.bin": "same weights" });
  const to = folder("to", { "model.json": "same", "weights.bin": "same weights" });
  const { ino } = statSync(`${to}/model.json`);
  await keepFolder("example", from, to);
  expect(statSync(`${to}/model.json`).ino).toBe(ino);
});
