import { fusesMultiplyAdd } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { repairWasm, restoreWasm } from "../../repair-wasm.ts";
import { BackendObstacle } from "../backend-obstacle.ts";
import { isBrowser, isNode } from "../node-module.ts";
import { useThreads } from "../products/multiply.ts";
import { SUPPORTED_VERSION, unsupportedVersion } from "../supported-version.ts";
import { startThreads } from "../threads/start-threads.ts";
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

/** With threads of our own, which multiply, where they are asked for or a page is isolated. */
async function startWithOwnThreads(options: LoaderOptions): Promise<StartedBackend> {
  const { threads = isIsolated() ? halfOfProcessors() : 1, ...others } = options;
  await import("@tensorflow/tfjs-backend-wasm").catch(rethrow);
  const canShare = isNode() || isIsolated();
  const isShared = threads > 1 && canShare;
  // In an isolated page tfjs would start threads of its own.
  if (!isShared && !isRunning()) tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  const started = await (isShared ? startOnSharedMemory(others) : startWasm({ ...others, threads: 1 }));
  const backend = tf.findBackend("wasm") as unknown as WasmBackend;
  endThreads(backend);
  if (threads === 1) return started;
  if (memoryOf(backend).buffer instanceof ArrayBuffer) {
    return { ...started, remarks: [canShare ? STARTED_ALONE : NOT_ISOLATED] };
  }
  try {
    useThreads(backend, await startThreads(backend, threads));
  } catch {
    return { ...started, remarks: [NO_THREADS] };
  }
  return { ...started, capabilities: { ...started.capabilities, threads } };
}

const STARTED_ALONE = "wasm was started without threads before in this process, so it has one";
const NOT_ISOLATED =
  "wasm has one thread here: only a page that is cross-origin isolated can share memory with threads";
const NO_THREADS =
  "wasm has one thread: the page's Content-Security-Policy does not allow workers from blobs (worker-src blob:)";

function isIsolated(): boolean {
  return isBrowser() && (globalThis as { readonly crossOriginIsolated?: boolean }).crossOriginIsolated === true;
}

/** Two threads of a core share its arithmetic. */
function halfOfProcessors(): number {
  const { hardwareConcurrency = 2 } =
    (globalThis as { navigator?: { readonly hardwareConcurrency?: number } }).navigator ?? {};
  return Math.min(hardwareConcurrency, Math.max(2, hardwareConcurrency >> 1));
}

function endThreads(backend: WasmBackend): void {
  useThreads(backend, undefined)?.unload();
}

/** Starts the wasm backend on a memory that threads can share; one that is running keeps what it has. */
export async function startOnSharedMemory(options: Omit<LoaderOptions, "threads">): Promise<StartedBackend> {
  await import("@tensorflow/tfjs-backend-wasm").catch(rethrow);
  const start = () => startWasm({ ...options, threads: 1 });
  return isRunning() ? start() : withSharedMemory(start);
}

function isRunning(): boolean {
  return tf.engine().registry.wasm !== undefined;
}

/** Starts the wasm backend. */
export async function startWasm({ threads, wasmPaths }: LoaderOptions): Promise<StartedBackend> {
  const wasm = await import("@tensorflow/tfjs-backend-wasm").catch(rethrow);
  const paths = isRunning() ? undefined : (wasmPaths ?? (await findWasmBinaries()));
  if (paths !== undefined) wasm.setWasmPaths(paths);
  if (threads !== undefined && !isRunning()) wasm.setThreadsCount(threads);
  await startBackend("wasm");
  const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  const host = { simd: simd === true, fusedMultiplyAdd: fusesMultiplyAdd() };
  return { version: wasm.version_wasm, capabilities: { ...host, threads: wasm.getThreadsCount() } };
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
