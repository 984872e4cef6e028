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
 * Lets the wasm backend start with the build whose memory can be shared with threads, but without its own threads, which are web workers from
 * blobs: tfjs does not offer that build in Node, and in pages minifiers break the script of the workers. It needs none of them: with one thread it computes in the
 * caller's, and products go to ours.
 *
 * Until it has started, workers from blobs that others start are stand-ins as well.
 */
export async function withSharedMemory<T>(start: () => Promise<T>): Promise<T> {
  const host: { Worker: unknown } = nodeModule("node:worker_threads") ?? (globalThis as unknown as { Worker: unknown });
  const globals = globalThis as { Worker?: unknown };
  const [original, hadGlobal] = [host.Worker, "Worker" in globals];
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", true);
  host.Worker = standInFor(original as WorkerClass);
  try {
    return await start();
  } finally {
    host.Worker = original;
    // The backend puts the class there.
    if (!hadGlobal) delete globals.Worker;
  }
}

type WorkerClass = new (address: string | URL, options?: object) => object;

/** A class that makes stand-ins of workers from blobs, and all others as before. */
function standInFor(original: WorkerClass): WorkerClass {
  return class {
    constructor(address: string | URL, options?: object) {
      // biome-ignore lint/correctness/noConstructorReturn: what is constructed is one or the other.
      return String(address).startsWith("blob:") ? new IdleWorker() : new original(address, options);
    }
  };
}
