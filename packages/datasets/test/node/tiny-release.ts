import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { onTestFinished } from "vitest";
import { filesOf, type IdxRelease, type ReleaseFile } from "../../src/node/internal/idx-release.ts";
import { idxBytes } from "../idx-bytes.ts";

/** The contents of a made-up release: three training images of 1 × 2 pixels and one test image. */
export const TINY_CONTENTS = {
  trainImages: idxBytes(0x08, [3, 1, 2], [1, 2, 3, 4, 5, 6]),
  trainLabels: idxBytes(0x08, [3], [0, 1, 0]),
  testImages: idxBytes(0x08, [1, 1, 2], [7, 8]),
  testLabels: idxBytes(0x08, [1], [1]),
};

/** Some bytes as a release file of the given name. */
export function releaseFile(name: string, contents: Uint8Array): ReleaseFile {
  return { name, bytes: contents.length, sha256: createHash("sha256").update(contents).digest("hex") };
}

/** The made-up release; its own mirrors lead nowhere. */
export const TINY_RELEASE: IdxRelease = {
  trainImages: releaseFile("train-images", TINY_CONTENTS.trainImages),
  trainLabels: releaseFile("train-labels", TINY_CONTENTS.trainLabels),
  testImages: releaseFile("test-images", TINY_CONTENTS.testImages),
  testLabels: releaseFile("test-labels", TINY_CONTENTS.testLabels),
  classNames: ["dark", "light"],
  mirrors: ["https://one.invalid/", "https://two.invalid/folder"],
};

/** What a mirror of the made-up release holds, by file name. */
export const TINY_MIRROR: ReadonlyMap<string, Uint8Array<ArrayBuffer>> = new Map(
  filesOf(TINY_RELEASE).map(({ name }, index) => {
    return [`${name}.gz`, new Uint8Array(gzipSync(Object.values(TINY_CONTENTS)[index]!))];
  }),
);

/** A new empty directory, removed after the test. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "dark-knowledge-datasets-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

/** Serves on 127.0.0.1 until the test ends. Returns the address. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/data`;
}

/** A `fetch` that answers from tables of files by the beginning of the address, and remembers what it was asked for. */
export function fakeFetch(mirrors: Readonly<Record<string, ReadonlyMap<string, Uint8Array<ArrayBuffer>>>>): {
  readonly fetch: typeof globalThis.fetch;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const fetch = async (input: string | URL | Request) => {
    const url = String(input);
    asked.push(url);
    const mirror = Object.keys(mirrors).find((address) => url.startsWith(address));
    if (mirror === undefined) {
      throw new TypeError("fetch failed", { cause: Object.assign(new Error("no"), { code: "ENOTFOUND" }) });
    }
    const bytes = mirrors[mirror]!.get(url.slice(mirror.length));
    if (bytes === undefined) return new Response("no such file", { status: 404 });
    return new Response(bytes, { headers: { "content-length": String(bytes.length) } });
  };
  return { fetch, asked };
}
