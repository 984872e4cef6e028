import * as tf from "@tensorflow/tfjs-core";
import { repairWasm, restoreWasm } from "../../repair-wasm.ts";
import { BackendObstacle } from "../backend-obstacle.ts";
import { SUPPORTED_VERSION, unsupportedVersion } from "../supported-version.ts";
import { type BackendLoader, type LoaderOptions, rethrow, type StartedBackend } from "./backend-loader.ts";
import { startBackend } from "./start-backend.ts";

/** WebAssembly alone. */
export const wasmLoader: BackendLoader = {
  name: "wasm",
  engine: "wasm",
  device: "cpu",
  packageName: "@tensorflow/tfjs-backend-wasm",
  startCure: "pass the folder that holds the .wasm files of @tensorflow/tfjs-backend-wasm as wasmPaths",
  start: startWasm,
  repair: repairOrRestore,
};

/** Starts the wasm backend. */
export async function startWasm({ threads, wasmPaths }: LoaderOptions): Promise<StartedBackend> {
  const wasm = await import("@tensorflow/tfjs-backend-wasm").catch(rethrow);
  const isRunning = tf.engine().registry.wasm !== undefined;
  if (wasmPaths !== undefined && !isRunning) wasm.setWasmPaths(wasmPaths);
  if (threads !== undefined && !isRunning) wasm.setThreadsCount(threads);
  await startBackend("wasm");
  const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  return { version: wasm.version_wasm, capabilities: { simd: simd === true, threads: wasm.getThreadsCount() } };
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
