import * as tf from "@tensorflow/tfjs-core";
import { BackendObstacle } from "../backend-obstacle.ts";
import { cVariable } from "../blas/c-variable.ts";
import { coreTypeFile } from "../blas/core-type-cache.ts";
import { type LoadedBlas, loadBlas } from "../blas/native-blas.ts";
import { readProcessor } from "../blas/processor.ts";
import { requireKoffi } from "../blas/shared-library.ts";
import { isNode, nodeModule } from "../node-module.ts";
import { type LoadedOneDnn, loadOneDnn, ONE_DNN } from "../onednn/load-one-dnn.ts";
import { useConvolutions } from "../onednn/native-convolutions.ts";
import { convolvesRightly } from "../onednn/try-convolutions.ts";
import { computesLayersRightly } from "../onednn/try-layers.ts";
import { type NativeBlas, useBlas } from "../products/multiply.ts";
import { transposeSmaller } from "../products/transpose-smaller.ts";
import { multipliesRightly, rateOf } from "../products/try-products.ts";
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
  const { threads: _, ...host } = started.capabilities;
  const blas = replaceBlas(backend, (name = library) => load(backend, name, threads));
  return {
    version: started.version,
    capabilities: {
      ...host,
      ...(blas.threads === undefined ? {} : { threads: blas.threads }),
      blas: blas.description === undefined ? blas.library : `${blas.description} (${blas.library})`,
    },
    ...(blas.remark === undefined ? {} : { remarks: [blas.remark] }),
  };
}

/** Gives the library from an earlier call back first, because it would keep its core type; where no other comes, loads it again. */
function replaceBlas(backend: WasmBackend, loadNamed: (library?: string) => LoadedBlas): LoadedBlas {
  const before = release(backend);
  try {
    return use(backend, loadNamed());
  } catch (error) {
    if (before !== undefined) use(backend, loadNamed(before.library));
    throw error;
  }
}

function use(backend: WasmBackend, blas: LoadedBlas): LoadedBlas {
  useBlas(backend, blas);
  if ("convolve" in blas) useConvolutions(backend, blas as LoadedOneDnn);
  return blas;
}

/** oneDNN unless another library is named, else the usual ones of the platform. */
function load(backend: WasmBackend, library: string | undefined, threads: number | undefined): LoadedBlas {
  if (library !== undefined && library !== ONE_DNN) return loadOther(backend, library, threads);
  const { arch, platform } = nodeModule("node:process");
  const isRight = (oneDnn: LoadedOneDnn) =>
    multipliesRightly(backend, oneDnn) &&
    convolvesRightly(backend, oneDnn) &&
    computesLayersRightly(backend, oneDnn.layers);
  const oneDnn = loadOneDnn({ platform, arch, isRight, ...(threads === undefined ? {} : { threads }) });
  return oneDnn === undefined ? loadOther(backend, library, threads) : transposeSmaller(backend, oneDnn);
}

function loadOther(backend: WasmBackend, library: string | undefined, threads: number | undefined): LoadedBlas {
  const isRight = (blas: NativeBlas) => multipliesRightly(backend, blas);
  const processor = readProcessor();
  const tuning = processor && {
    processor,
    variable: cVariable("OPENBLAS_CORETYPE", requireKoffi().load(null)),
    cache: coreTypeFile(),
    isRight,
    rateOf: (blas: NativeBlas) => rateOf(backend, blas, () => nodeModule("node:perf_hooks").performance.now()),
  };
  return loadBlas({
    platform: nodeModule("node:os").platform(),
    isRight,
    ...(library === undefined ? {} : { library }),
    ...(threads === undefined ? {} : { threads }),
    ...(tuning === undefined ? {} : { tuning }),
  });
}

/** Multiplies without the library from now on, and gives it back to the system. */
function release(backend: WasmBackend): LoadedBlas | undefined {
  useConvolutions(backend, undefined);
  const before = useBlas(backend, undefined) as LoadedBlas | undefined;
  before?.unload();
  return before;
}
