import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fetchSoftTargets } from "../src/index.ts";
import { answersOf, recordStore } from "./fixtures/record-store.ts";

const inside = useTemporaryDirectory();
const ids = Array.from({ length: 30_000 }, (_, index) => index);
let server: Server;
let url: string;
let requests: string[];
let knowsRanges: boolean;

beforeEach(async () => {
  await recordStore(inside("s"), { ids, rowsPerShard: 20_000 }, 20_000);
  requests = [];
  knowsRanges = true;
  server = createServer((request, response) => {
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    requests.push(`${request.url}${range ? ` ${range[1]}-${range[2]}` : ""}`);
    const path = inside(request.url!.replace("/answers/", "s/"));
    if (!existsSync(path)) response.writeHead(404).end();
    else if (range && knowsRanges) {
      const [start, end] = [Number(range[1]), Math.min(Number(range[2]), statSync(path).size - 1)];
      response.writeHead(206, { "Content-Range": `bytes ${start}-${end}/${statSync(path).size}` });
      createReadStream(path, { start, end }).pipe(response);
    } else response.end(readFileSync(path));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/answers`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe("fetchSoftTargets(url)", () => {
  test("reads the very files of the directory, each once", async () => {
    const store = await fetchSoftTargets(`${url}/`);
    expect(await store.read([29_999, 0, 20_000])).toEqual({ kind: "dense", logits: answersOf([29_999, 0, 20_000], 5) });
    await store.read([1, 2, 25_000]);
    expect(requests.sort()).toEqual([
      "/answers/manifest.json",
      "/answers/shard-00000.arrow",
      "/answers/shard-00001.arrow",
    ]);
    await store.close();
  });

  test("fetches only the rows of a store that is too large, close ones with one request", async () => {
    const store = await fetchSoftTargets(url, { cacheBytes: 0 });
    expect(await store.read([7])).toEqual({ kind: "dense", logits: answersOf([7], 5) });
    requests.length = 0;
    const asked = [19_000, 3, 1, 2, 3, 100];
    expect(await store.read(asked)).toEqual({ kind: "dense", logits: answersOf(asked, 5) });
    const bytes = requests.map((request) => /^\/answers\/shard-00000\.arrow (\d+)-(\d+)$/.exec(request)!);
    expect(bytes.map(([, start, end]) => Number(end) - Number(start) + 1)).toEqual([100 * 20, 20]);
  });

  test("says what to do when the server knows no ranges", async () => {
    knowsRanges = false;
    await expect((await fetchSoftTargets(url, { cacheBytes: 0 })).read([7])).rejects.toThrow(
      `openSoftTargets: the server of ${url}/shard-00000.arrow does not give ranges of bytes; choose cacheBytes so large that the store fits, or another server`,
    );
    expect(await (await fetchSoftTargets(url)).read([7])).toEqual({ kind: "dense", logits: answersOf([7], 5) });
  });

  test("names an address that has nothing, and a server that is not there", async () => {
    await expect(fetchSoftTargets(`${url}/deeper`)).rejects.toThrow(
      `openSoftTargets: cannot fetch ${url}/deeper/manifest.json (status 404); see that the address is that of a directory with soft targets`,
    );
    const fetch = () => Promise.reject(new TypeError("fetch failed"));
    await expect(fetchSoftTargets("http://x", { fetch, retries: 0 })).rejects.toThrow(
      "openSoftTargets: cannot fetch http://x/manifest.json (fetch failed); try again",
    );
    await expect(fetchSoftTargets("http://127.0.0.1:1", { retries: 1 })).rejects.toThrow(
      /^openSoftTargets: cannot fetch http:\/\/127\.0\.0\.1:1\/manifest\.json \(.*, 2 times\); try again$/,
    );
  });
});
