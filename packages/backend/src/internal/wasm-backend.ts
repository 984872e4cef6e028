import type * as tf from "@tensorflow/tfjs-core";

/** What the wasm backend knows of a tensor: its id on the C++ side and where it lies in the linear memory. */
interface WasmTensor {
  readonly id: number;
  readonly memoryOffset: number;
}

/** The parts of `BackendWasm` 4.22.0 that the repairs use; most of them are private in its own types. */
export interface WasmBackend {
  readonly wasm: {
    /** Replaced whenever the memory grows, so take it anew after every allocation. */
    readonly HEAPU8: Uint8Array;
    readonly tfjs: { disposeData(id: number): void };
  };
  readonly dataIdMap: { get(dataId: object): WasmTensor; delete(dataId: object): boolean };
  makeOutput(shape: readonly number[], dtype: string, memoryOffset?: number): tf.TensorInfo;
  disposeData(dataId: object): boolean;
  incRef(dataId: object): void;
}

/** The arguments of a kernel of the wasm backend. */
export interface KernelArguments {
  readonly inputs: { readonly [name: string]: tf.TensorInfo };
  readonly backend: WasmBackend;
  readonly attrs: { readonly [name: string]: unknown };
}

/** A kernel of the wasm backend with one output. */
export type Kernel = (args: KernelArguments) => tf.TensorInfo;

/** Looks up the kernel that tfjs-backend-wasm itself ships, also after it has been replaced. */
export type StockKernels = (kernelName: string) => Kernel;

/** One repair: the kernel that it replaces, and how the replacement is made on top of the stock kernels. */
export interface WasmRepair {
  readonly kernelName: string;
  create(stock: StockKernels): Kernel;
}

/** A tensor's values in the linear memory, as a view that is valid until the next allocation. */
export function floatsOf(backend: WasmBackend, { dataId, shape }: tf.TensorInfo): Float32Array {
  const { memoryOffset } = backend.dataIdMap.get(dataId);
  return new Float32Array(backend.wasm.HEAPU8.buffer, memoryOffset, sizeOf(shape));
}

/** The same memory as 32-bit integers: moving those is faster, because V8 widens every float that it loads. */
export function wordsOf(backend: WasmBackend, { dataId, shape }: tf.TensorInfo): Int32Array {
  const { memoryOffset } = backend.dataIdMap.get(dataId);
  return new Int32Array(backend.wasm.HEAPU8.buffer, memoryOffset, sizeOf(shape));
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * Calls `use` with a second tensor on part of the memory of `source`, under an id of its own.
 *
 * What the backend caches under the alias's id (XNNPACK's packed weights) goes when the call returns; the memory stays.
 */
export function withAlias<Result>(
  backend: WasmBackend,
  source: tf.TensorInfo,
  { shape, start }: { readonly shape: readonly number[]; readonly start: number },
  use: (alias: tf.TensorInfo) => Result,
): Result {
  const offset = backend.dataIdMap.get(source.dataId).memoryOffset + 4 * start;
  const alias = backend.makeOutput(shape, source.dtype, offset);
  try {
    return use(alias);
  } finally {
    // Not `disposeData`: that would also free the memory, which belongs to `source`.
    backend.wasm.tfjs.disposeData(backend.dataIdMap.get(alias.dataId).id);
    backend.dataIdMap.delete(alias.dataId);
  }
}
