import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { exportOnnx } from "@dark-knowledge/export";
import { artifactsOf } from "@dark-knowledge/runtime";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { chromium } from "playwright-core";
import type { PageCase, Rates } from "./page.ts";

/** What a page is asked about. */
interface Question {
  readonly model: LayersModel;
  /** The model as an ONNX file with int8 weights and activations. */
  readonly int8: Uint8Array;
  readonly examples: Float32Array;
  readonly shape: readonly number[];
  readonly timing: { readonly rounds: number; readonly milliseconds: number };
}

const MODULES = ["@dark-knowledge/core", "@dark-knowledge/core/arrow", "@dark-knowledge/runtime", "onnxruntime-web"];

const TYPES: Readonly<Record<string, string>> = {
  ...{ ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" },
  ...{ ".json": "application/json", ".html": "text/html" },
};

/** The examples per second of the compiled plan and of onnxruntime-web in a page of headless Chromium, with one thread each, by the clock. */
export async function timeInChromium(executablePath: string, question: Question): Promise<Rates> {
  const files = await filesOf(question);
  const server = createServer(async ({ url = "" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const body =
      files.get(pathname.slice(1)) ??
      (pathname.startsWith("/modules/") ? await readFile(pathname.slice(8)).catch(() => undefined) : undefined);
    response.writeHead(body === undefined ? 404 : 200, { "content-type": TYPES[extname(pathname)] ?? "text/plain" });
    response.end(body);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/page.html`);
    await page.waitForFunction("globalThis.result !== undefined", undefined, { timeout: 120_000 });
    const result = await page.evaluate<Rates | string>("globalThis.result");
    if (typeof result === "string") throw new Error(result);
    return result;
  } finally {
    await browser.close();
    server.close();
  }
}

async function filesOf({ model, int8, examples, shape, timing }: Question): Promise<ReadonlyMap<string, Uint8Array>> {
  const { weightData, ...artifacts } = await artifactsOf(model);
  const imports = Object.fromEntries(MODULES.map((name) => [name, addressOf(import.meta.resolve(name))]));
  const html = [
    `<script type="importmap">${JSON.stringify({ imports })}</script>`,
    `<script type="module" src="${addressOf(new URL("page.js", import.meta.url).href)}"></script>`,
  ].join("\n");
  const asked: PageCase = { artifacts, shape, ...timing };
  return new Map([
    ["page.html", Buffer.from(html)],
    ["case.json", Buffer.from(JSON.stringify(asked))],
    ["examples.bin", new Uint8Array(examples.buffer)],
    ["weights.bin", new Uint8Array(weightData as ArrayBuffer)],
    ["float32.onnx", await exportOnnx(model)],
    ["int8.onnx", int8],
  ]);
}

/** Where the server has a module; of onnxruntime-web the one for pages. */
function addressOf(url: string): string {
  const path = fileURLToPath(url);
  return `/modules${path.replace("ort.node.min.mjs", "ort.wasm.min.mjs")}`;
}
