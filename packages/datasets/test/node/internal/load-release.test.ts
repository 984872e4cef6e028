import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DownloadProgress } from "../../../src/node/internal/download-file.ts";
import { filesOf } from "../../../src/node/internal/idx-release.ts";
import { type LoadOptions, loadRelease } from "../../../src/node/internal/load-release.ts";
import { fakeFetch, serve, TINY_CONTENTS, TINY_MIRROR, TINY_RELEASE, temporaryDirectory } from "../tiny-release.ts";

const NAMES = "train-images, train-labels, test-images, test-labels";
const mirror = "https://good.test/";
const load = (options: LoadOptions) => loadRelease("loadTiny", TINY_RELEASE, options);

const noFetch: typeof globalThis.fetch = () => Promise.reject(new Error("nothing may be downloaded"));

async function expectTiny(loaded: ReturnType<typeof load>): Promise<void> {
  expect(await loaded).toMatchObject({
    train: {
      columns: { features: { values: Uint8Array.of(1, 2, 3, 4, 5, 6), shape: [1, 2, 1] } },
      targets: { labels: Int32Array.of(0, 1, 0), classNames: ["dark", "light"] },
    },
    test: {
      columns: { features: { values: Uint8Array.of(7, 8) } },
      targets: { labels: Int32Array.of(1), classNames: ["dark", "light"] },
    },
  });
}

async function fill(directory: string, packed: readonly number[] = [0, 1, 2, 3]): Promise<void> {
  for (const [index, { name }] of filesOf(TINY_RELEASE).entries()) {
    if (packed.includes(index)) await writeFile(join(directory, `${name}.gz`), TINY_MIRROR.get(`${name}.gz`)!);
    else await writeFile(join(directory, name), Object.values(TINY_CONTENTS)[index]!);
  }
}

test("loadRelease reads a directory of plain and compressed files, and downloads nothing", async () => {
  const directory = await temporaryDirectory();
  await fill(directory, [0, 3]);
  await expectTiny(load({ directory, cacheDirectory: join(directory, "unused"), fetch: noFetch }));
  expect(await readdir(directory)).toHaveLength(4);
});

test("loadRelease lists what a given directory lacks", async () => {
  const directory = await temporaryDirectory();
  await fill(directory);
  await rm(join(directory, "train-labels.gz"));
  await rm(join(directory, "test-images.gz"));
  await expect(load({ directory, fetch: noFetch })).rejects.toThrow(
    new Error(
      `loadTiny: directory ${directory} lacks train-labels, test-images (plain or with .gz); put them there, or leave ` +
        "directory out to download",
    ),
  );
});

test("loadRelease refuses a wrong file in a given directory", async () => {
  const directory = await temporaryDirectory();
  await fill(directory);
  await writeFile(join(directory, "test-labels.gz"), TINY_CONTENTS.trainLabels);
  await expect(load({ directory, fetch: noFetch })).rejects.toThrow(
    new Error(
      `loadTiny: ${join(directory, "test-labels.gz")} is not the published file: expected SHA-256 ` +
        `${TINY_RELEASE.testLabels.sha256}, got ${TINY_RELEASE.trainLabels.sha256} (expected 9 bytes, got 11); ` +
        "replace it, or leave directory out to download",
    ),
  );
});

test("loadRelease downloads into the cache over HTTP, once", async () => {
  const asked: string[] = [];
  const address = await serve((request, response) => {
    asked.push(request.url!);
    response.end(TINY_MIRROR.get(request.url!.slice("/data/".length)));
  });
  const cacheDirectory = join(await temporaryDirectory(), "made", "by-it");
  const progress: DownloadProgress[] = [];
  await expectTiny(load({ cacheDirectory, mirrors: [address], onProgress: (step) => progress.push(step) }));
  expect(asked).toEqual(filesOf(TINY_RELEASE).map(({ name }) => `/data/${name}.gz`));
  expect(new Set(progress.map(({ file }) => file)).size).toBe(4);
  expect((await readdir(cacheDirectory)).sort()).toEqual([...TINY_MIRROR.keys()].sort());
  await expectTiny(load({ cacheDirectory, fetch: noFetch }));
});

test("loadRelease without a cache keeps downloads in memory", async () => {
  await expectTiny(load({ mirrors: [mirror], fetch: fakeFetch({ [mirror]: TINY_MIRROR }).fetch }));
});

test("loadRelease fetches a damaged file of the cache anew", async () => {
  const cacheDirectory = await temporaryDirectory();
  await fill(cacheDirectory);
  await writeFile(join(cacheDirectory, "train-labels.gz"), "damaged");
  const { fetch, asked } = fakeFetch({ [mirror]: TINY_MIRROR });
  await expectTiny(load({ cacheDirectory, mirrors: [mirror], fetch }));
  expect(asked).toEqual([`${mirror}train-labels.gz`]);
  const healed = await readFile(join(cacheDirectory, "train-labels.gz"));
  expect(Uint8Array.from(healed)).toEqual(TINY_MIRROR.get("train-labels.gz"));
});

test("loadRelease keeps a file that came without compression under its plain name", async () => {
  const cacheDirectory = await temporaryDirectory();
  const plain = new Map([...TINY_MIRROR, ["train-images.gz", TINY_CONTENTS.trainImages] as const]);
  await expectTiny(load({ cacheDirectory, mirrors: [mirror], fetch: fakeFetch({ [mirror]: plain }).fetch }));
  expect(await readdir(cacheDirectory)).toContain("train-images");
  await expectTiny(load({ cacheDirectory, fetch: noFetch }));
});

test("loadRelease asks the mirror that answered first for the other files", async () => {
  const { fetch, asked } = fakeFetch({ "https://two.invalid/folder/": TINY_MIRROR });
  await expectTiny(load({ fetch }));
  expect(asked).toEqual([
    "https://one.invalid/train-images.gz",
    "https://two.invalid/folder/train-images.gz",
    "https://two.invalid/folder/train-labels.gz",
    "https://two.invalid/folder/test-images.gz",
    "https://two.invalid/folder/test-labels.gz",
  ]);
});

test("loadRelease without network says why, and which files to put where", async () => {
  const cacheDirectory = await temporaryDirectory();
  const failures = "https://one.invalid/: fetch failed, ENOTFOUND; https://two.invalid/folder: fetch failed, ENOTFOUND";
  const start = `loadTiny: train-images.gz could not be downloaded (${failures}); put ${NAMES} (plain or with .gz) into `;
  const { fetch } = fakeFetch({});
  await expect(load({ cacheDirectory, fetch })).rejects.toThrow(new Error(start + cacheDirectory));
  await expect(load({ fetch })).rejects.toThrow(new Error(`${start}a directory that you give as directory`));
  expect(await readdir(cacheDirectory)).toEqual([]);
});

test("loadRelease leaves nothing of a file when it is aborted midway", async () => {
  const cacheDirectory = await temporaryDirectory();
  const address = await serve((request, response) => {
    const bytes = TINY_MIRROR.get(request.url!.slice("/data/".length))!;
    if (request.url!.includes("train-labels")) {
      response.writeHead(200, { "content-length": bytes.length }).write(bytes.subarray(0, 9));
    } else response.end(bytes);
  });
  const controller = new AbortController();
  const onProgress = ({ file, receivedBytes }: DownloadProgress) => {
    if (file === "train-labels.gz" && receivedBytes > 0) controller.abort(new Error("enough"));
  };
  const loaded = load({ cacheDirectory, mirrors: [address, address], onProgress, signal: controller.signal });
  await expect(loaded).rejects.toThrow(new Error("enough"));
  // The file before it was whole, and stays for the next time.
  expect(await readdir(cacheDirectory)).toEqual(["train-images.gz"]);
});

test("loadRelease does nothing when the signal is aborted beforehand", async () => {
  const signal = AbortSignal.abort(new Error("too late"));
  await expect(load({ signal, fetch: noFetch })).rejects.toThrow(new Error("too late"));
});

test("loadRelease says when the cache cannot be written", async () => {
  const cacheDirectory = join(await temporaryDirectory(), "file");
  await writeFile(cacheDirectory, "in the way");
  const loaded = load({ cacheDirectory, mirrors: [mirror], fetch: fakeFetch({ [mirror]: TINY_MIRROR }).fetch });
  await expect(loaded).rejects.toThrow(
    /^loadTiny: .*file.train-images\.gz cannot be written \(.*\); give another cacheDirectory$/,
  );
});

test.each([
  [[], "none"],
  [["https://one.invalid/", "not an address"], '"not an address"'],
])("loadRelease refuses mirrors %o", async (mirrors, received) => {
  await expect(load({ mirrors, fetch: noFetch })).rejects.toThrow(
    expect.objectContaining({
      name: "ArgumentError",
      message: `loadTiny: mirrors must be at least one address, got ${received}`,
    }),
  );
});
