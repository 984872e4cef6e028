import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeAtomically } from "../../../src/node/internal/write-atomically.ts";
import { temporaryDirectory } from "../tiny-release.ts";

test("writeAtomically writes a file, making its directory, and leaves nothing beside it", async () => {
  const directory = join(await temporaryDirectory(), "a", "b");
  await writeAtomically(join(directory, "file"), Uint8Array.of(1, 2));
  expect(await readdir(directory)).toEqual(["file"]);
  expect([...(await readFile(join(directory, "file")))]).toEqual([1, 2]);
});

test("writeAtomically replaces an older file", async () => {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, "file"), "old and longer");
  await writeAtomically(join(directory, "file"), Uint8Array.of(7));
  expect([...(await readFile(join(directory, "file")))]).toEqual([7]);
});

test("writeAtomically leaves an older file and nothing else when it is aborted", async () => {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, "file"), "old");
  await expect(writeAtomically(join(directory, "file"), Uint8Array.of(7), AbortSignal.abort())).rejects.toThrow();
  expect(await readdir(directory)).toEqual(["file"]);
  expect(await readFile(join(directory, "file"), "utf8")).toBe("old");
});

test("writeAtomically leaves nothing when the last step fails", async () => {
  const directory = await temporaryDirectory();
  await mkdir(join(directory, "file", "in-the-way"), { recursive: true });
  await expect(writeAtomically(join(directory, "file"), Uint8Array.of(7))).rejects.toThrow();
  expect(await readdir(directory)).toEqual(["file"]);
});

test("writeAtomically by several writers at once leaves one whole file", async () => {
  const directory = await temporaryDirectory();
  const path = join(directory, "file");
  await Promise.all([1, 2, 3, 4].map((byte) => writeAtomically(path, new Uint8Array(50_000).fill(byte))));
  expect(await readdir(directory)).toEqual(["file"]);
  const bytes = await readFile(path);
  expect(bytes.length).toBe(50_000);
  expect(new Set(bytes).size).toBe(1);
});
