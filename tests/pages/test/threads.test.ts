import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHROMIUM, openBrowser } from "../src/open-browser.ts";
import type { TrainedOnThreads } from "../src/train-on-threads.ts";

declare const trainOnThreads: (wasmPaths: string, threads?: number) => Promise<TrainedOnThreads>;

const WASM = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json"));
const ISOLATING = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

let browser: Browser;
let server: Server;
beforeAll(async () => {
  if (!CHROMIUM) return;
  const entry = fileURLToPath(new URL("../src/train-on-threads.ts", import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    ...{ bundle: true, write: false, minify: true, platform: "browser", format: "esm", logLevel: "error" },
    conditions: ["@dark-knowledge/source"],
  });
  const script = outputFiles[0]!.text;
  server = createServer(({ url = "" }, response) => {
    const [path, query] = url.split("?") as [string, string | undefined];
    const types = { ".js": "text/javascript", asm: "application/wasm" } as const;
    const type = types[path.slice(-3) as ".js"] ?? "text/html";
    const policy = query === "strict" ? { "content-security-policy": "worker-src 'self'" } : {};
    const isolating = query === "open" ? {} : ISOLATING;
    response.writeHead(200, { "content-type": type, ...isolating, ...policy });
    if (path === "/script.js") response.end(script);
    else if (path.endsWith(".wasm")) response.end(readFileSync(join(WASM, "dist", path)));
    else response.end('<!doctype html><link rel="icon" href="data:,"><script type="module" src="/script.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
});

/** Trains in a new page, or in a worker of it. */
async function train(query: string, threads: number | undefined, inWorker = false): Promise<TrainedOnThreads> {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}/`;
  await page.goto(origin + query);
  const result = await page.evaluate(
    async ([path, count, isWorker]) => {
      if (!isWorker) return trainOnThreads(path, count);
      const { Worker } = globalThis as unknown as { Worker: new (address: string, options: object) => WebWorker };
      const worker = new Worker("/script.js", { type: "module" });
      return new Promise<TrainedOnThreads>((resolve) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.postMessage([path, count]);
      });
    },
    [origin, threads, inWorker] as const,
  );
  await page.close();
  expect(errors).toEqual([]);
  return result;
}

interface WebWorker {
  onmessage: (event: { readonly data: TrainedOnThreads }) => void;
  postMessage(data: readonly unknown[]): void;
}

describe.skipIf(!CHROMIUM)("threads of wasm in Chromium", () => {
  it("compute in an isolated page, and in a worker of it, what one computes, bit for bit", async () => {
    const alone = await train("", 1);
    expect(alone).toMatchObject({ threads: 1, remarks: [] });
    for (const inWorker of [false, true]) {
      const together = await train("", 3, inWorker);
      expect(together).toMatchObject({ threads: 3, remarks: [], logits: alone.logits });
    }
    const byDefault = await train("", undefined);
    expect(byDefault.threads).toBeGreaterThan(1);
    expect(byDefault.logits).toEqual(alone.logits);
  }, 60_000);

  it("are missing where a page is not isolated or allows no workers from blobs, and it says so", async () => {
    const open = await train("?open", 2);
    expect(open).toMatchObject({
      threads: 1,
      remarks: ["wasm has one thread here: only a page that is cross-origin isolated can share memory with threads"],
    });
    expect(await train("?open", undefined)).toMatchObject({ threads: 1, remarks: [], logits: open.logits });
    const strict = await train("?strict", 2);
    expect(strict.threads).toBe(1);
    expect(strict.remarks).toEqual([
      "wasm has one thread: the page's Content-Security-Policy does not allow workers from blobs (worker-src blob:)",
    ]);
    expect(strict.logits).toEqual(open.logits);
  }, 60_000);
});
