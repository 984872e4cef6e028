import type * as tf from "@tensorflow/tfjs-core";

/** The wasm backend's data of a tensor: its id on the C++ side and its place in the linear memory. */
interface WasmTensor {
  id: number;
  readonly memoryOffset: number;
  readonly shape: readonly number[];
}

/** A WebAssembly memory. */
export interface LinearMemory {
  readonly buffer: ArrayBufferLike;
}

/** The parts of `BackendWasm` 4.22.0 that the repairs use; most of them are private in its own types. */
export interface WasmBackend {
  readonly wasm: {
    readonly asm: { readonly memory: LinearMemory };
    /** The memory of the threaded build, which does not export it. */
    readonly wasmMemory?: LinearMemory;
    _malloc: (bytes: number) => number;
    _free: (offset: number) => void;
    readonly tfjs: {
      registerTensor(id: number, size: number, memoryOffset: number): void;
      disposeData(id: number): void;
    };
  };
  /** The next free number for a tensor on the C++ side. */
  dataIdNextNumber: number;
  readonly dataIdMap: { get(dataId: object): WasmTensor };
  makeOutput(shape: readonly number[], dtype: string, memoryOffset?: number): tf.TensorInfo;
  disposeData(dataId: object): boolean;
  incRef(dataId: object): void;
  refCount(dataId: object): number;
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

/** One repair: the kernel that it replaces or adds, and how it is made on top of the stock kernels. */
export interface WasmRepair {
  readonly kernelName: string;
  create(stock: StockKernels): (args: KernelArguments) => tf.TensorInfo | tf.TensorInfo[];
}

/** The memory that holds all tensors. */
export function memoryOf({ wasm }: WasmBackend): LinearMemory {
  return wasm.wasmMemory ?? wasm.asm.memory;
}

/** Its buffer; another one whenever the memory has grown, so take it again after every allocation. */
export function bufferOf(backend: WasmBackend): ArrayBufferLike {
  return memoryOf(backend).buffer;
}

/** A tensor's values in the linear memory, as a view that is valid until the next allocation. */
export function floatsOf(backend: WasmBackend, { dataId, shape }: tf.TensorInfo): Float32Array {
  const { memoryOffset } = backend.dataIdMap.get(dataId);
  return new Float32Array(bufferOf(backend), memoryOffset, sizeOf(shape));
}

/** Where a tensor lies in the linear memory, in bytes; fixed as long as it lives. */
export function offsetOf(backend: WasmBackend, { dataId }: tf.TensorInfo): number {
  return backend.dataIdMap.get(dataId).memoryOffset;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
