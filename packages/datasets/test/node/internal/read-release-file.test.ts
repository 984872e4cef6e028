import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readReleaseFile } from "../../../src/node/internal/read-release-file.ts";
import { releaseFile, temporaryDirectory } from "../tiny-release.ts";

const contents = Uint8Array.of(1, 2, 3);
const file = releaseFile("file", contents);

test.each([
  ["file", contents],
  ["file.gz", new Uint8Array(gzipSync(contents))],
  ["file.gz", contents],
])("readReleaseFile reads %s", async (name, bytes) => {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, name), bytes);
  expect(Uint8Array.from((await readReleaseFile(directory, file))!)).toEqual(contents);
});

test("readReleaseFile gives undefined where the file or the directory is missing", async () => {
  const directory = await temporaryDirectory();
  expect(await readReleaseFile(directory, file)).toBeUndefined();
  expect(await readReleaseFile(join(directory, "missing"), file)).toBeUndefined();
});

test("readReleaseFile names a file that is not the published one", async () => {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, "file"), Uint8Array.of(9));
  const got = releaseFile("", Uint8Array.of(9)).sha256;
  await expect(readReleaseFile(directory, file)).rejects.toThrow(
    new Error(
      `${join(directory, "file")} is not the published file: expected SHA-256 ${file.sha256}, got ${got} ` +
        "(expected 3 bytes, got 1)",
    ),
  );
});

test("readReleaseFile takes the good one of a compressed and a plain file", async () => {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, "file.gz"), Uint8Array.of(9));
  await writeFile(join(directory, "file"), contents);
  expect(Uint8Array.from((await readReleaseFile(directory, file))!)).toEqual(contents);
});

test("readReleaseFile says when a file cannot be read", async () => {
  const directory = await temporaryDirectory();
  await mkdir(join(directory, "file.gz"));
  await expect(readReleaseFile(directory, file)).rejects.toThrow(
    `${join(directory, "file.gz")} cannot be read: not a file`,
  );
});
