import * as tf from "@tensorflow/tfjs-core";
import { BackendObstacle } from "../backend-obstacle.ts";
import { type LoadedBlas, loadBlas } from "../blas/native-blas.ts";
import { isNode, nodeModule } from "../node-module.ts";
import { useBlas } from "../products/multiply.ts";
import type { WasmBackend } from "../wasm/wasm-backend.ts";
import type { BackendLoader, LoaderOptions, StartedBackend } from "./backend-loader.ts";
import { repairOrRestore, startWasm } from "./load-wasm.ts";

/** WebAssembly whose products a native BLAS computes, on the wasm heap itself. */
export const wasmBlasLoader: BackendLoader = {
  name: "wasm-blas",
  engine: "wasm",
  device: "cpu",
  packageName: "koffi",
  startCure: 'run "npm install koffi"',
  runsHere: isNode,
  start: startWasmBlas,
  repair: (version, isWanted) => {
    if (isWanted) return repairOrRestore(version, true);
    throw new BackendObstacle("multiplies in the repaired kernels", "leave out repairs, or prefer wasm");
  },
  leave: () => {
    const { wasm } = tf.engine().registry;
    if (wasm !== undefined) release(wasm as unknown as WasmBackend);
  },
};

async function startWasmBlas(options: LoaderOptions): Promise<StartedBackend> {
  const { threads, blas: library } = options;
  if (!isNode()) throw new BackendObstacle("needs Node", "run the program in Node");
  const started = await startWasm(options);
  const backend = tf.findBackend("wasm") as unknown as WasmBackend;
  const platform = nodeModule("node:os").platform();
  const blas = loadBlas({
    platform,
    ...(library === undefined ? {} : { library }),
    ...(threads === undefined ? {} : { threads }),
  });
  release(backend);
  useBlas(backend, blas);
  return {
    version: started.version,
    capabilities: {
      simd: started.capabilities.simd === true,
      ...(blas.threads === undefined ? {} : { threads: blas.threads }),
      blas: blas.description === undefined ? blas.library : `${blas.description} (${blas.library})`,
    },
  };
}

/** Multiplies without the library from now on, and gives it back to the system. */
function release(backend: WasmBackend): void {
  const before = useBlas(backend, undefined) as LoadedBlas | undefined;
  before?.unload();
}
