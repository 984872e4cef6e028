import { expect, test } from "vitest";
import { downloadFromMirrors } from "../../../src/node/internal/download-from-mirrors.ts";
import { fakeFetch, releaseFile, serve, TINY_CONTENTS, TINY_MIRROR, TINY_RELEASE } from "../tiny-release.ts";

const file = TINY_RELEASE.trainImages;
const good = "https://good.test/";
const mirrors = { [good]: TINY_MIRROR, "https://empty.test/": new Map() };

test("downloadFromMirrors takes the first mirror that has the published file", async () => {
  const { fetch, asked } = fakeFetch({
    ...mirrors,
    "https://damaged.test/": new Map([["train-images.gz", Uint8Array.of(1, 2, 3)]]),
  });
  const addresses = ["https://down.test/", "https://empty.test/", "https://damaged.test/", good, "https://later.test/"];
  const found = await downloadFromMirrors(file, addresses, { fetch });
  expect(found.mirror).toBe(good);
  expect(Uint8Array.from(found.bytes)).toEqual(TINY_MIRROR.get("train-images.gz"));
  expect(Uint8Array.from(found.contents)).toEqual(TINY_CONTENTS.trainImages);
  expect(asked).toEqual(addresses.slice(0, 4).map((address) => `${address}train-images.gz`));
});

test("downloadFromMirrors says why each mirror failed", async () => {
  const damaged = new Uint8Array(TINY_MIRROR.get("train-images.gz")!.subarray(0, 25));
  const wrong = new Uint8Array(TINY_MIRROR.get("test-images.gz")!);
  const { fetch } = fakeFetch({
    ...mirrors,
    "https://cut.test/": new Map([["train-images.gz", damaged]]),
    "https://wrong.test/": new Map([["train-images.gz", wrong]]),
  });
  const addresses = ["https://down.test/", "https://empty.test/", "https://cut.test/", "https://wrong.test/"];
  const digest = releaseFile("", TINY_CONTENTS.testImages).sha256;
  await expect(downloadFromMirrors(file, addresses, { fetch })).rejects.toThrow(
    new Error(
      "train-images.gz could not be downloaded (https://down.test/: fetch failed, ENOTFOUND; " +
        "https://empty.test/: HTTP 404; " +
        "https://cut.test/: the gzip data cannot be decompressed (unexpected end of file); " +
        `https://wrong.test/: expected SHA-256 ${file.sha256}, got ${digest} (expected 22 bytes, got 18))`,
    ),
  );
});

test("downloadFromMirrors tells a refused and a broken connection", async () => {
  const cut = await serve((_, response) => {
    response.writeHead(200, { "content-length": 1000 }).write("begin");
    setTimeout(() => response.destroy(), 20);
  });
  // Port 1 of the loopback interface is closed.
  const refused = "http://127.0.0.1:1/";
  await expect(downloadFromMirrors(file, [cut, refused], { fetch })).rejects.toThrow(
    `(${cut}: terminated, UND_ERR_SOCKET; ${refused}: fetch failed,`,
  );
});

test("downloadFromMirrors ends with the signal's reason and asks no other mirror", async () => {
  const controller = new AbortController();
  const asked: string[] = [];
  const fetch = async (input: string | URL | Request): Promise<Response> => {
    asked.push(String(input));
    controller.abort(new Error("enough"));
    throw new TypeError("fetch failed");
  };
  const download = downloadFromMirrors(file, [good, "https://other.test/"], { fetch, signal: controller.signal });
  await expect(download).rejects.toThrow(new Error("enough"));
  expect(asked).toHaveLength(1);
});
