import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { isGzip, unpackFile } from "../../../src/node/internal/unpack-file.ts";
import { releaseFile } from "../tiny-release.ts";

const contents = Uint8Array.from({ length: 500 }, (_, index) => index % 7);
const file = releaseFile("file", contents);

test("unpackFile gives the contents of plain and of compressed bytes, however compressed", async () => {
  expect(await unpackFile(contents, file)).toEqual(contents);
  for (const level of [1, 9]) {
    expect(Uint8Array.from(await unpackFile(gzipSync(contents, { level }), file))).toEqual(contents);
  }
});

test("unpackFile refuses contents of another digest, naming both", async () => {
  const other = contents.with(3, 99);
  await expect(unpackFile(other, file)).rejects.toThrow(
    new Error(`expected SHA-256 ${file.sha256}, got ${releaseFile("", other).sha256}`),
  );
  const shorter = contents.subarray(0, 400);
  await expect(unpackFile(gzipSync(shorter), file)).rejects.toThrow(
    `expected SHA-256 ${file.sha256}, got ${releaseFile("", shorter).sha256} (expected 500 bytes, got 400)`,
  );
});

test("unpackFile refuses truncated gzip", async () => {
  await expect(unpackFile(gzipSync(contents).subarray(0, 20), file)).rejects.toThrow(
    new Error("the gzip data cannot be decompressed (unexpected end of file)"),
  );
});

test("unpackFile does not decompress more than one byte beyond the published length", async () => {
  await expect(unpackFile(gzipSync(new Uint8Array(1e6)), file)).rejects.toThrow(
    "the gzip data cannot be decompressed (Cannot create a Buffer larger than 501 bytes)",
  );
});

test("isGzip knows gzip by its first two bytes", () => {
  expect(isGzip(gzipSync(contents))).toBe(true);
  expect(isGzip(contents)).toBe(false);
  expect(isGzip(new Uint8Array())).toBe(false);
});
