import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type DownloadProgress, downloadFile } from "../../../src/node/internal/download-file.ts";
import { releaseFile, serve } from "../tiny-release.ts";

const contents = Uint8Array.from({ length: 3000 }, (_, index) => (index * index) % 251);
const packed = gzipSync(contents);
const file = releaseFile("file", contents);

test("downloadFile receives <mirror>/<file>.gz and tells its progress", async () => {
  const asked: (string | undefined)[] = [];
  const mirror = await serve((request, response) => {
    asked.push(request.url);
    response.writeHead(200, { "content-length": packed.length }).end(packed);
  });
  const progress: DownloadProgress[] = [];
  const bytes = await downloadFile(mirror, file, { fetch, onProgress: (step) => progress.push(step) });
  expect([...bytes]).toEqual([...packed]);
  expect(asked).toEqual(["/data/file.gz"]);
  expect(progress[0]).toEqual({ file: "file.gz", receivedBytes: 0, totalBytes: packed.length });
  expect(progress.at(-1)).toEqual({ file: "file.gz", receivedBytes: packed.length, totalBytes: packed.length });
});

test("downloadFile takes what the server compressed for the transfer, of unknown length", async () => {
  const mirror = await serve((_, response) => {
    response.writeHead(200, { "content-encoding": "gzip", "content-length": packed.length }).end(packed);
  });
  const progress: DownloadProgress[] = [];
  const bytes = await downloadFile(mirror, file, { fetch, onProgress: (step) => progress.push(step) });
  expect([...bytes]).toEqual([...contents]);
  expect(progress.at(-1)).toEqual({ file: "file.gz", receivedBytes: 3000, totalBytes: undefined });
});

test("downloadFile refuses an answer that is no success", async () => {
  const mirror = await serve((_, response) => response.writeHead(403).end("no"));
  await expect(downloadFile(mirror, file, { fetch })).rejects.toThrow(new Error("HTTP 403"));
});

test("downloadFile stops when more comes than the file can have", async () => {
  let isOpen = true;
  const mirror = await serve((_, response) => {
    response.on("close", () => {
      isOpen = false;
    });
    response.writeHead(200).write(new Uint8Array(5000));
  });
  await expect(downloadFile(mirror, file, { fetch })).rejects.toThrow(
    new Error("more than the expected 3000 bytes came"),
  );
  await expect.poll(() => isOpen).toBe(false);
});

test("downloadFile notices a connection that ends early", async () => {
  const half = new Response(packed.subarray(0, 10), { headers: { "content-length": String(packed.length) } });
  await expect(downloadFile("https://one.invalid", file, { fetch: async () => half })).rejects.toThrow(
    new Error(`the connection ended after 10 of ${packed.length} bytes`),
  );
});

test("downloadFile ends with the signal's reason when aborted between two pieces", async () => {
  const mirror = await serve((_, response) => {
    response.writeHead(200, { "content-length": packed.length }).write(packed.subarray(0, 10));
  });
  const controller = new AbortController();
  const onProgress = ({ receivedBytes }: DownloadProgress) => {
    if (receivedBytes > 0) controller.abort(new Error("enough"));
  };
  const download = downloadFile(mirror, file, { fetch, onProgress, signal: controller.signal });
  await expect(download).rejects.toThrow(new Error("enough"));
});
