import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { basename, dirname, join } from "node:path";
import type { BackendName } from "@dark-knowledge/backend";
import { chromium } from "playwright-core";
import { bundle } from "./bundle.ts";
import type { ColumnRun } from "./describe-column.ts";
import type { BrowserPage } from "./programs/in-browser.ts";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

// WebGPU on a software adapter, and a browser that talks to nobody but the test.
const FLAGS = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
  "--no-sandbox",
  "--disable-gpu-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Runs all cases on some backends in a headless Chromium; where there is none, says so for each. */
export async function runInChromium(names: readonly BackendName[]): Promise<ColumnRun[]> {
  const executablePath = [process.env.CHROMIUM ?? "", ...USUAL_PLACES].find((path) => path && existsSync(path));
  if (!executablePath) return names.map(() => ({ skipped: "no Chromium; install it or name it in CHROMIUM" }));
  const server = await serve(await bundle("in-browser", "browser"));
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
  try {
    const runs: ColumnRun[] = [];
    for (const name of names) {
      // A page for each, so that nothing of the one before is left.
      const page = await browser.newPage();
      await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
      await page.waitForFunction("typeof runInBrowser === 'function'");
      runs.push(await page.evaluate((which) => (globalThis as unknown as BrowserPage).runInBrowser(which), name));
      await page.close();
    }
    return runs;
  } finally {
    await browser.close();
    server.close();
  }
}

const wasmFolder = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"));

function serve(script: string): Promise<Server> {
  const server = createServer(({ url = "/" }, response) => {
    const send = (type: string, body: string | Buffer) => response.setHeader("content-type", type).end(body);
    if (url === "/") send("text/html", '<!doctype html><script type="module" src="/script.js"></script>');
    else if (url === "/script.js") send("text/javascript", script);
    // Where esbuild's users put them: beside the script.
    else if (url.endsWith(".wasm")) send("application/wasm", readFileSync(join(wasmFolder, basename(url))));
    else response.writeHead(404).end();
  });
  return new Promise((resolve) => server.listen(0, "localhost", () => resolve(server)));
}
