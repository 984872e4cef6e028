import * as tf from "@tensorflow/tfjs-core";
import { repairWasm, restoreWasm } from "../../repair-wasm.ts";
import { BackendObstacle } from "../backend-obstacle.ts";
import { isBrowser, isNode } from "../node-module.ts";
import { useThreads } from "../products/multiply.ts";
import { SUPPORTED_VERSION, unsupportedVersion } from "../supported-version.ts";
import { startThreads, type ThreadPool } from "../threads/thread-pool.ts";
import { withSharedMemory } from "../threads/with-shared-memory.ts";
import { memoryOf, type WasmBackend } from "../wasm/wasm-backend.ts";
import { type BackendLoader, type LoaderOptions, rethrow, type StartedBackend } from "./backend-loader.ts";
import { findWasmBinaries } from "./find-wasm-binaries.ts";
import { startBackend } from "./start-backend.ts";

/** WebAssembly alone. */
export const wasmLoader: BackendLoader = {
  name: "wasm",
  engine: "wasm",
  device: "cpu",
  packageName: "@tensorflow/tfjs-backend-wasm",
  startCure:
    "copy node_modules/@tensorflow/tfjs-backend-wasm/dist/*.wasm next to the bundle (esbuild and Rollup do not, Vite and webpack do), " +
    "or pass the folder that holds them as wasmPaths",
  start: startWithOwnThreads,
  repair: repairOrRestore,
  leave: () => {
    const { wasm } = tf.engine().registry;
    if (wasm !== undefined) endThreads(wasm as unknown as WasmBackend);
  },
};

/** In Node, where threads are asked for, with threads of our own, which multiply. */
async function startWithOwnThreads(options: LoaderOptions): Promise<StartedBackend> {
  const { threads = 1, ...others } = options;
  if (!isNode()) return startWasm(options);
  await import("@tensorflow/tfjs-backend-wasm").catch(rethrow);
  const start = () => startWasm({ ...others, threads: 1 });
  const isRunning = tf.engine().registry.wasm !== undefined;
  const started = await (threads > 1 && !isRunning ? withSharedMemory(start) : start());
  const backend = tf.findBackend("wasm") as unknown as WasmBackend;
  endThreads(backend);
  if (threads === 1) return started;
  if (memoryOf(backend).buffer instanceof ArrayBuffer) return { ...started, remarks: [STARTED_ALONE] };
  useThreads(backend, startThreads(backend, threads));
  return { ...started, capabilities: { ...started.capabilities, threads } };
}

const STARTED_ALONE = "wasm was started without threads before in this process, so it has one";

function endThreads(backend: WasmBackend): void {
  (useThreads(backend, undefined) as ThreadPool | undefined)?.unload();
}

/** Starts the wasm backend. */
export async function startWasm({ threads, wasmPaths }: LoaderOptions): Promise<StartedBackend> {
  const wasm = await import("@tensorflow/tfjs-backend-wasm").catch(rethrow);
  const isRunning = tf.engine().registry.wasm !== undefined;
  const paths = isRunning ? undefined : (wasmPaths ?? (await findWasmBinaries()));
  if (paths !== undefined) wasm.setWasmPaths(paths);
  if (threads !== undefined && !isRunning) wasm.setThreadsCount(threads);
  const remarks = (await startWithThreads()) ? [] : [NO_THREADS];
  const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  return {
    version: wasm.version_wasm,
    capabilities: { simd: simd === true, threads: wasm.getThreadsCount() },
    remarks,
  };
}

const NO_THREADS =
  "the workers of wasm's threads did not start (some bundlers break their code when they minify); it has one thread";

/** The parts of a page or worker that are used here. */
interface Page {
  readonly crossOriginIsolated?: boolean;
  addEventListener(type: "error", listener: () => void): void;
  removeEventListener(type: "error", listener: () => void): void;
}

/**
 * Starts the backend, in an isolated page with threads if their workers start: when they do not, tfjs waits for them for ever.
 *
 * @returns false where it had to do without
 */
async function startWithThreads(): Promise<boolean> {
  const page = globalThis as unknown as Page;
  const isThreaded = isBrowser() && page.crossOriginIsolated === true && tf.engine().registry.wasm === undefined;
  if (isThreaded) {
    let stop = () => {};
    const failure = new Promise<false>((resolve) => {
      stop = () => resolve(false);
    });
    page.addEventListener("error", stop);
    const hasStarted = await Promise.race([startBackend("wasm").then(() => true), failure]).finally(() =>
      page.removeEventListener("error", stop),
    );
    if (hasStarted) return true;
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  }
  await startBackend("wasm");
  return !isThreaded;
}

function assertRepairable(version: string): void {
  const unsupported = unsupportedVersion(version);
  if (unsupported === undefined) return;
  throw new BackendObstacle(
    `has repairs for ${unsupported.packageName} ${SUPPORTED_VERSION} only, installed is ${unsupported.version}`,
    unsupported.cure,
  );
}

/** Repairs the wasm backend's kernels, or puts the stock ones back. */
export function repairOrRestore(version: string, isWanted: boolean): readonly string[] {
  if (isWanted) {
    assertRepairable(version);
    return repairWasm({ wasmVersion: version }).repairs;
  }
  restoreWasm();
  return [];
}
