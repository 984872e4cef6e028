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
import { blasOf, type EquippedBlas, type NativeBlas, useBlas } from "../products/multiply.ts";
import { multipliesRightly, rateOf } from "../products/try-products.ts";
import { startThreads } from "../threads/start-threads.ts";
import type { ThreadPool } from "../threads/thread-pool.ts";
import { alignMemory } from "../wasm/align-memory.ts";
import { bufferOf, type WasmBackend } from "../wasm/wasm-backend.ts";
import type { BackendLoader, LoaderOptions, StartedBackend } from "./backend-loader.ts";
import { repairOrRestore, startOnSharedMemory, startWasm } from "./load-wasm.ts";

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
    if (wasm !== undefined) release(wasm as unknown as WasmBackend)?.pool?.unload();
  },
};

type UsedBlas = LoadedBlas & EquippedBlas;

async function startWasmBlas(options: LoaderOptions): Promise<StartedBackend> {
  const { threads, wasmPaths, blas: library } = options;
  if (!isNode()) throw new BackendObstacle("needs Node", "run the program in Node");
  // A caller's own folder may lack the binary for a shared memory.
  const canShare = threads !== 1 && wasmPaths === undefined;
  const started = await (canShare ? startOnSharedMemory(options) : startWasm(options));
  const backend = tf.findBackend("wasm") as unknown as WasmBackend;
  const { threads: _, ...host } = started.capabilities;
  alignMemory(backend);
  const pool = blasOf(backend)?.pool;
  const blas = replaceBlas(backend, (name = library) => ({ ...load(backend, name, threads), pool }));
  useBlas(backend, { ...blas, pool: await startPool(backend, blas.threads, pool) });
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

/** Updates wait for the memory: more threads would gain nothing. */
const MOST_THREADS = 4;

/** Short, because a thread that looks for work keeps those of the library from theirs: about the time between two updates. */
const LOOKS = 20_000;

/** Threads for what no library computes, the earlier ones where there are as many; none on a memory that is not shared. */
async function startPool(
  backend: WasmBackend,
  threads = 1,
  before: ThreadPool | undefined,
): Promise<ThreadPool | undefined> {
  const count = Math.min(threads, MOST_THREADS);
  if (before?.threads === count) return before;
  before?.unload();
  if (count === 1 || bufferOf(backend) instanceof ArrayBuffer) return undefined;
  return startThreads(backend, count, LOOKS);
}

/** Gives the library from an earlier call back first, because it would keep its core type; where no other comes, loads it again. */
function replaceBlas(backend: WasmBackend, loadNamed: (library?: string) => UsedBlas): UsedBlas {
  const before = release(backend);
  try {
    return use(backend, loadNamed());
  } catch (error) {
    if (before !== undefined) use(backend, loadNamed(before.library));
    throw error;
  }
}

function use(backend: WasmBackend, blas: UsedBlas): UsedBlas {
  useBlas(backend, blas);
  if ("convolve" in blas) useConvolutions(backend, blas as UsedBlas & LoadedOneDnn);
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
  return oneDnn ?? loadOther(backend, library, threads);
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
function release(backend: WasmBackend): UsedBlas | undefined {
  useConvolutions(backend, undefined);
  const before = useBlas(backend, undefined) as UsedBlas | undefined;
  before?.unload();
  return before;
}
