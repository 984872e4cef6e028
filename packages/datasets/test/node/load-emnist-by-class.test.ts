import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadEmnistByClass } from "../../src/node/load-emnist-by-class.ts";
import { releaseFile, temporaryDirectory } from "./tiny-release.ts";

test("loadEmnistByClass names the three files that a directory lacks", async () => {
  const directory = await temporaryDirectory();
  await expect(loadEmnistByClass({ directory })).rejects.toThrow(
    new Error(
      `loadEmnistByClass: directory ${directory} lacks emnist-byclass-test-images-idx3-ubyte, ` +
        "emnist-byclass-test-labels-idx1-ubyte, mapping.txt (plain or with .gz); put them there, they are not downloaded",
    ),
  );
});

test("loadEmnistByClass accepts no other file under the names", async () => {
  const directory = await temporaryDirectory();
  const path = join(directory, "mapping.txt");
  await writeFile(path, "0 48\n");
  const got = releaseFile("", Buffer.from("0 48\n")).sha256;
  await expect(loadEmnistByClass({ directory })).rejects.toThrow(
    new Error(
      `loadEmnistByClass: ${path} is not the published file: expected SHA-256 ` +
        `ea02c181d813f1b49a6d220166b7097864d681f46ea87bbd8766db055debae71, got ${got} ` +
        "(expected 385 bytes, got 5); replace it",
    ),
  );
});
