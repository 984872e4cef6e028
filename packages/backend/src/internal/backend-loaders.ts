import * as tf from "@tensorflow/tfjs-core";
import type { BackendCapabilities, BackendName } from "../backend-choice.ts";
import { repairWasm, restoreWasm } from "../repair-wasm.ts";
import { startBackend } from "./start-backend.ts";

/** What a loader is told. */
export interface LoaderOptions {
  readonly wasmPaths?: string | Readonly<Record<string, string>>;
}

/** A backend that has started. */
export interface StartedBackend {
  readonly version: string;
  readonly capabilities?: BackendCapabilities;
}

/** How one backend is brought up. */
export interface BackendLoader {
  readonly packageName: string;
  /** What to do when it is installed and does not start. */
  readonly startCure: string;
  /** Imports the package and starts the backend, but does not set it. Throws what stands in the way. */
  start(options: LoaderOptions): Promise<StartedBackend>;
  /** Repairs its kernels, or takes the repairs back; returns the names of the kernels that are repaired now. */
  repair?(version: string, isWanted: boolean): readonly string[];
}

export type BackendLoaders = Readonly<Record<BackendName, BackendLoader>>;

/** The loaders of the real backends. */
export const BACKEND_LOADERS: BackendLoaders = {
  wasm: {
    packageName: "@tensorflow/tfjs-backend-wasm",
    startCure: "pass the folder that holds the .wasm files of @tensorflow/tfjs-backend-wasm as wasmPaths",
    start: startWasm,
    repair: (version, isWanted) => {
      if (isWanted) return repairWasm({ wasmVersion: version }).repairs;
      restoreWasm();
      return [];
    },
  },
  cpu: {
    packageName: "@tensorflow/tfjs-backend-cpu",
    startCure: 'run "npm install @tensorflow/tfjs-backend-cpu@4.22.0"',
    start: startCpu,
  },
};

async function startWasm({ wasmPaths }: LoaderOptions): Promise<StartedBackend> {
  const { getThreadsCount, setWasmPaths, version_wasm } = await import("@tensorflow/tfjs-backend-wasm").catch(rethrow);
  const isRunning = tf.engine().registry.wasm !== undefined;
  if (wasmPaths !== undefined && !isRunning) setWasmPaths(wasmPaths);
  await startBackend("wasm");
  const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  return { version: version_wasm, capabilities: { simd: simd === true, threads: getThreadsCount() } };
}

async function startCpu(): Promise<StartedBackend> {
  const { version_cpu } = await import("@tensorflow/tfjs-backend-cpu").catch(rethrow);
  const backend = await startBackend("cpu");
  // Otherwise the first tensor prints an advertisement for tfjs-node; what is chosen and why is in the choice.
  (backend as unknown as { firstUse: boolean }).firstUse = false;
  return { version: version_cpu };
}

/** With a `catch` on the import, bundlers take a package that is not installed as a warning and not as an error. */
function rethrow(error: unknown): never {
  throw error;
}
