import { nodeModule } from "../node-module.ts";
import type { LinearMemory } from "../wasm/wasm-backend.ts";
import { THREAD_SCRIPT } from "./thread-script.ts";

/** The facts that a thread needs: the kernels, the memory that they share, which task of the control block is its own, and how often it looks for one before it sleeps. */
export interface ThreadData {
  readonly binaries: readonly Uint8Array[];
  readonly memory: LinearMemory;
  readonly control: SharedArrayBuffer;
  readonly index: number;
  readonly looks: number;
}

/** The parts of a page or worker that are used here. */
interface Page {
  readonly Worker: new (address: string) => WebWorker;
  readonly URL: { createObjectURL(blob: unknown): string; revokeObjectURL(address: string): void };
  readonly Blob: new (parts: readonly string[], options: { readonly type: string }) => unknown;
}

interface WebWorker {
  onmessage: (() => void) | null;
  onerror: ((event: { preventDefault?(): void }) => void) | null;
  postMessage(data: ThreadData): void;
  terminate(): void;
}

/**
 * Starts a thread and waits until it runs: as long as the caller holds its own thread, a browser would not start another one.
 *
 * @throws Error when the page allows no workers from blobs (its `Content-Security-Policy`)
 */
export async function startThread(data: ThreadData): Promise<void> {
  const threads = nodeModule("node:worker_threads");
  if (threads !== undefined) {
    new threads.Worker(THREAD_SCRIPT, { eval: true, workerData: data }).unref();
    return;
  }
  const { Worker, URL, Blob } = globalThis as unknown as Page;
  const address = URL.createObjectURL(new Blob([THREAD_SCRIPT], { type: "text/javascript" }));
  try {
    const worker = new Worker(address);
    await new Promise<void>((resolve, reject) => {
      worker.onmessage = () => resolve();
      worker.onerror = (event) => {
        event.preventDefault?.();
        worker.terminate();
        reject(new Error("a worker of the wasm backend did not start"));
      };
      worker.postMessage(data);
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
