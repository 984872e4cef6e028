// Loaded by a page in Chromium; the test calls what this leaves in the global object.
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-webgpu";
import "@tensorflow/tfjs-layers";
import { type BackendChoice, type BackendName, selectBackend } from "@dark-knowledge/backend";
import * as tf from "@tensorflow/tfjs-core";
import { CASES } from "../cases/index.ts";
import type { Verdicts } from "../judge.ts";
import { runColumn } from "../run-column.ts";

/** What the page offers. */
export interface BrowserPage {
  runInBrowser(name: BackendName): Promise<{ choice: BackendChoice; verdicts: Verdicts[] } | { skipped: string }>;
}

tf.env().set("PROD", true);

(globalThis as unknown as BrowserPage).runInBrowser = async (name) => {
  const start = () => selectBackend({ prefer: [name] });
  try {
    const choice = await start();
    // Otherwise small tensors are computed on by the processor, and the GPU's kernels are not tried.
    if (name === "webgpu") tf.env().set("WEBGPU_CPU_FORWARD", false);
    return { choice, verdicts: await runColumn(CASES, async () => void (await start())) };
  } catch (error) {
    return { skipped: (error as Error).message };
  }
};
