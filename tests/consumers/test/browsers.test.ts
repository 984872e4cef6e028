import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import * as pages from "../src/bundle-page.ts";
import { CHROMIUM, openBrowser, runPage } from "../src/chromium.ts";
import { fromNext } from "../src/next-page.ts";
import { runNode } from "../src/run-node.ts";

/** What `page/train.js` returns. */
interface Trained {
  readonly name: string;
  readonly agreement: number;
  readonly logits: readonly number[];
}

const project = inject("project");
let browser: Browser;
let inNode: Trained;
beforeAll(async () => {
  if (!CHROMIUM) return;
  browser = await openBrowser();
  const script =
    'import { train } from "./page/train.js";\nconsole.log(JSON.stringify(await train({ prefer: ["wasm"] })));';
  pages.copyPrograms(project);
  inNode = JSON.parse(runNode(project, ["--input-type=module", "--eval", script]).stdout);
}, 60_000);
afterAll(() => browser?.close());

async function open<T>(serve: pages.ServePage) {
  const page = await serve(project);
  try {
    return { warnings: page.warnings, ...(await runPage<T>(browser, page.url)) };
  } finally {
    await page.close();
  }
}

describe.skipIf(!CHROMIUM)("in Chromium, a page and a module worker distil on wasm, from", () => {
  it.each([
    ["esbuild", pages.fromEsbuild],
    ["Rollup", pages.fromRollup],
    ["webpack", pages.fromWebpack],
    ["Vite's build", pages.fromViteBuild],
    ["Vite's server for development", pages.fromViteDev],
    ["an import map", pages.fromImportMap],
    ["Next.js", fromNext],
  ] as const)(
    "%s",
    async (name, serve) => {
      const { warnings, complaints, result } = await open<{ inPage: Trained; inWorker?: Trained }>(serve);
      expect(warnings.filter((text) => !/tfjs-layers/.test(text))).toEqual([]);
      expect(complaints).toEqual([]);
      expect(result.inWorker === undefined).toBe(name === "an import map");
      for (const trained of [result.inPage, result.inWorker ?? result.inPage]) {
        expect(trained.name).toBe("wasm");
        expect(trained.agreement).toBeCloseTo(inNode.agreement, 6);
        const differences = trained.logits.map((logit, at) => Math.abs(logit - inNode.logits[at]!));
        expect(Math.max(...differences)).toBeLessThan(1e-3);
      }
    },
    240_000,
  );

  it("esbuild without the wasm files says once, and loudly, what is missing and how to mend it", async () => {
    const { complaints, result } = await open<{ readonly name: string }>(pages.fromEsbuildWithoutWasm);
    expect(result.name).toBe("cpu");
    const ours = complaints.filter((text) => text.startsWith("selectBackend: "));
    expect(ours).toHaveLength(1);
    expect(ours[0]).toContain("computes in plain JavaScript, many times slower than it need be");
    expect(ours[0]).toContain("copy node_modules/@tensorflow/tfjs-backend-wasm/dist/*.wasm next to the bundle");
  });
});
