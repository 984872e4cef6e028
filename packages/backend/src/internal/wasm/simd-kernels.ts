import { fusesMultiplyAdd } from "@dark-knowledge/core";
import { FUSED_KERNELS_BINARY } from "./fused-kernels-binary.ts";
import type { ImageKernels } from "./image-kernels.ts";
import { SIMD_KERNELS_BINARY } from "./simd-kernels-binary.ts";
import type { TrainingKernels } from "./training-kernels.ts";
import { type LinearMemory, memoryOf, type WasmBackend } from "./wasm-backend.ts";

/**
 * Our own kernels, which compute on the linear memory of tfjs's wasm backend. Every pointer is a byte offset into it, every
 * matrix is row-major; the sources with their comments are in the folder `assembly`.
 */
export interface SimdKernels extends ImageKernels, TrainingKernels {
  addBias(y: number, bias: number, rows: number, columns: number, isRelu: boolean): void;
  reluGradient(dy: number, y: number, dz: number, count: number): void;
  sumEachRow(x: number, to: number, rows: number, columns: number): void;
  sumRows(x: number, to: number, rows: number, columns: number, totals: number): void;
  scaleEachRow(x: number, factors: number, y: number, rows: number, columns: number): void;
  exp(x: number, y: number, count: number): void;
  tanh(x: number, y: number, count: number): void;
  transpose(from: number, to: number, rows: number, columns: number): void;
  dropout(x: number, y: number, count: number, threshold: number, scale: number, seed: number): void;
  gatherRows(x: number, indices: number, count: number, width: number, to: number): void;
  addToRows(x: number, indices: number, count: number, width: number, to: number, rows: number): void;
  repeatRows(x: number, rows: number, width: number, times: number, to: number): void;
  gemmWorkspaceBytes(): number;
  gemm(
    transposeA: boolean,
    transposeB: boolean,
    rows: number,
    columns: number,
    inner: number,
    a: number,
    strideA: number,
    b: number,
    strideB: number,
    beta: number,
    c: number,
    strideC: number,
    workspace: number,
  ): void;
  multiplyAdds(rounds: number): number;
  gradientStep(w: number, g: number, count: number, rate: number, decay: number): void;
  momentumStep(
    w: number,
    v: number,
    g: number,
    count: number,
    rate: number,
    momentum: number,
    decay: number,
    isNesterov: boolean,
  ): void;
  adamStep(
    w: number,
    m: number,
    s: number,
    g: number,
    count: number,
    rate: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    correction: number,
    epsilon: number,
    kept: number,
  ): void;
  distillationHead(
    z: number,
    target: number,
    isProbs: boolean,
    labels: number,
    rows: number,
    classes: number,
    temperature: number,
    softWeight: number,
    hardWeight: number,
    soft: number,
    hard: number,
    total: number,
    slope: number,
    scratch: number,
  ): void;
}

/** The part of the WebAssembly interface that is used here; TypeScript has it among the browser's types only. */
interface WebAssemblyApi {
  readonly Memory: new (limits: { readonly initial: number; readonly maximum: number }) => LinearMemory;
  readonly Module: new (binary: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;

/** One instance per linear memory. */
const instances = new WeakMap<LinearMemory, SimdKernels>();

/** The kernels on a backend's memory. */
export function simdKernels(backend: WasmBackend): SimdKernels {
  return kernelsOn(memoryOf(backend));
}

/** The kernels on a memory of their own, for what needs no tensors. */
export function kernelsWithoutBackend(): SimdKernels {
  return kernelsOn(new webAssembly.Memory({ initial: 1, maximum: 65536 }));
}

function kernelsOn(memory: LinearMemory): SimdKernels {
  const known = instances.get(memory);
  if (known !== undefined) return known;
  const kernels = startKernels(memory, fusesMultiplyAdd());
  instances.set(memory, kernels);
  return kernels;
}

/** The kernels on a memory; fused, those that are bound by multiplications and additions round once for both. */
export function startKernels(memory: LinearMemory, isFused: boolean): SimdKernels {
  const env = { memory, log: Math.log };
  const started = kernelBinaries(memory, isFused).map(
    (binary) => new webAssembly.Instance(new webAssembly.Module(binary), { env }).exports,
  );
  return Object.assign({}, ...started) as SimdKernels;
}

/** The binaries with the kernels on a memory; those of a later one take the place of others of the same name. */
export function kernelBinaries(memory: LinearMemory, isFused: boolean): readonly Uint8Array[] {
  const binaries = isFused ? [SIMD_KERNELS_BINARY, FUSED_KERNELS_BINARY] : [SIMD_KERNELS_BINARY];
  return binaries.map((base64) => binaryFor(memory, base64));
}

/** The binary for a memory: a shared one (with the backend's threads) must be imported as a shared one; the two differ in one bit. */
function binaryFor(memory: LinearMemory, base64: string): Uint8Array {
  const binary = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  if (memory.buffer instanceof ArrayBuffer) return binary;
  // The import is "env" "memory", kind 2 (a memory), and then the limits, whose first byte is the flag.
  const name = [..."memory"].map((letter) => letter.charCodeAt(0));
  const limits =
    binary.findIndex((_, at) => name.every((code, index) => binary[at + index] === code)) + name.length + 1;
  binary[limits]! |= 2;
  return binary;
}
