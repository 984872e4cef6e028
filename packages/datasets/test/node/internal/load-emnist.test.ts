import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type EmnistRelease, loadEmnist } from "../../../src/node/internal/load-emnist.ts";
import { idxBytes } from "../../idx-bytes.ts";
import { releaseFile, temporaryDirectory } from "../tiny-release.ts";

const IMAGES = idxBytes(0x08, [3, 1, 2], [1, 2, 3, 4, 5, 6]);
const LABELS = idxBytes(0x08, [3], [1, 0, 2]);
const MAPPING = Buffer.from("0 48\n1 65\n2 97\n");
const RELEASE: EmnistRelease = {
  images: releaseFile("images", IMAGES),
  labels: releaseFile("labels", LABELS),
  mapping: releaseFile("mapping.txt", MAPPING),
  trainSize: 2,
};

async function tinyDirectory(): Promise<string> {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, "images.gz"), gzipSync(IMAGES));
  await writeFile(join(directory, "labels"), LABELS);
  await writeFile(join(directory, "mapping.txt"), MAPPING);
  return directory;
}

test("loadEmnist names the classes by their characters, and divides one storage into two views", async () => {
  const { train, test } = await loadEmnist("loadTiny", RELEASE, await tinyDirectory());
  expect(train).toMatchObject({
    columns: { features: { values: Uint8Array.of(1, 2, 3, 4, 5, 6), shape: [1, 2, 1] } },
    targets: { labels: Int32Array.of(1, 0, 2), classNames: ["0", "A", "a"] },
    rows: Int32Array.of(0, 1),
  });
  expect(test.rows).toEqual(Int32Array.of(2));
  expect(test.columns).toBe(train.columns);
});

test("loadEmnist lists what the directory lacks", async () => {
  const directory = await tinyDirectory();
  await rm(join(directory, "images.gz"));
  await rm(join(directory, "mapping.txt"));
  await expect(loadEmnist("loadTiny", RELEASE, directory)).rejects.toThrow(
    new Error(
      `loadTiny: directory ${directory} lacks images, mapping.txt (plain or with .gz); put them there, they are not downloaded`,
    ),
  );
});

test("loadEmnist refuses other contents", async () => {
  const directory = await tinyDirectory();
  await writeFile(join(directory, "labels"), IMAGES);
  await expect(loadEmnist("loadTiny", RELEASE, directory)).rejects.toThrow(
    new Error(
      `loadTiny: ${join(directory, "labels")} is not the published file: expected SHA-256 ${RELEASE.labels.sha256}, ` +
        `got ${RELEASE.images.sha256} (expected 11 bytes, got 22); replace it`,
    ),
  );
});
