import * as tf from "@tensorflow/tfjs-core";
import { nodeModule } from "../node-module.ts";

/** The messages that the wasm backend exchanges with its own threads before it starts. */
interface Message {
  readonly data: { readonly cmd: string };
}

/** Stands in for a thread of the wasm backend's own: says that it is ready, and is never asked for more. */
class IdleWorker {
  onmessage?: (message: Message) => void;

  postMessage({ cmd }: Message["data"]): void {
    if (cmd === "load") queueMicrotask(() => this.onmessage?.({ data: { cmd: "loaded" } }));
  }

  on(): void {}
  ref(): void {}
  unref(): void {}
  terminate(): void {}
}

/**
 * Lets the wasm backend start in Node with the build whose memory can be shared with threads. tfjs does not offer it there, because
 * its own threads are web workers from blobs. It needs none of them: with one thread it computes in the caller's, and products go to
 * ours.
 */
export async function withSharedMemory<T>(start: () => Promise<T>): Promise<T> {
  const threads: { Worker: unknown } = nodeModule("node:worker_threads");
  const globals = globalThis as { Worker?: unknown };
  const [original, hadGlobal] = [threads.Worker, "Worker" in globals];
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", true);
  threads.Worker = IdleWorker;
  try {
    return await start();
  } finally {
    threads.Worker = original;
    // The backend puts the class there.
    if (!hadGlobal) delete globals.Worker;
  }
}
