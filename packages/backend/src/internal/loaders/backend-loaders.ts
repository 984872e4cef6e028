import type { BackendName } from "../../backend-choice.ts";
import type { BackendLoader } from "./backend-loader.ts";
import { cpuLoader } from "./load-cpu.ts";
import { tfjsNodeLoader } from "./load-tfjs-node.ts";
import { tfjsNodeGpuLoader } from "./load-tfjs-node-gpu.ts";
import { wasmLoader } from "./load-wasm.ts";
import { wasmBlasLoader } from "./load-wasm-blas.ts";
import { webgpuLoader } from "./load-webgpu.ts";

/** The loaders of all backends, in the order of preference. */
export const BACKEND_LOADERS: readonly BackendLoader[] = [
  tfjsNodeGpuLoader,
  tfjsNodeLoader,
  webgpuLoader,
  wasmBlasLoader,
  wasmLoader,
  cpuLoader,
];

/** The names of all backends, in the order in which `selectBackend` prefers them. */
export const BACKEND_NAMES: readonly BackendName[] = BACKEND_LOADERS.map(({ name }) => name);
