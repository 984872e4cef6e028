import type { ThreadPool } from "../threads/thread-pool.ts";
import { simdKernels } from "../wasm/simd-kernels.ts";
import { bufferOf, type WasmBackend } from "../wasm/wasm-backend.ts";
import { multiplySparse } from "./multiply-sparse.ts";
import type { NativeBlas, Product } from "./product.ts";

export type { NativeBlas, Product };

/** Where the library is kept: on the backend, so that every copy of this package finds it. */
const BLAS: unique symbol = /* @__PURE__ */ Symbol.for("@dark-knowledge/backend/blas") as never;
const THREADS: unique symbol = /* @__PURE__ */ Symbol.for("@dark-knowledge/backend/threads") as never;
const WORKSPACE: unique symbol = /* @__PURE__ */ Symbol.for("@dark-knowledge/backend/gemm-workspace") as never;

/** A native library, and the threads that compute beside it what no library does. */
export type EquippedBlas = NativeBlas & { readonly pool?: ThreadPool | undefined };

type Equipped = WasmBackend & {
  [BLAS]?: EquippedBlas | undefined;
  [THREADS]?: ThreadPool | undefined;
  [WORKSPACE]?: number;
};

/** Below so many multiplications the call of a native library costs more than it saves. */
const SMALL_PRODUCT = 4096;

/** Lets a native library multiply from now on, or with `undefined` our own kernel again; returns what did before. */
export function useBlas(backend: WasmBackend, blas: EquippedBlas | undefined): EquippedBlas | undefined {
  const before = (backend as Equipped)[BLAS];
  (backend as Equipped)[BLAS] = blas;
  return before;
}

/** The same for threads, which multiply where no library does. */
export function useThreads(backend: WasmBackend, threads: ThreadPool | undefined): ThreadPool | undefined {
  const before = (backend as Equipped)[THREADS];
  (backend as Equipped)[THREADS] = threads;
  return before;
}

/** The threads that compute together, if any. */
export function threadsOf(backend: WasmBackend): ThreadPool | undefined {
  const blas = blasOf(backend);
  return blas === undefined ? (backend as Equipped)[THREADS] : blas.pool;
}

/** The native library that multiplies, if any. */
export function blasOf(backend: WasmBackend): EquippedBlas | undefined {
  return (backend as Equipped)[BLAS];
}

/** Whether a native library multiplies. */
export function hasBlas(backend: WasmBackend): boolean {
  return blasOf(backend) !== undefined;
}

/** Multiplies two matrices: without the zeros of a sparse one, or natively if a library was given and the product is worth it. */
export function multiply(backend: WasmBackend, product: Product): void {
  const blas = (backend as Equipped)[BLAS] ?? (backend as Equipped)[THREADS];
  if (multiplySparse(backend, product)) return;
  const isWorthIt = product.rows * product.columns * product.inner > SMALL_PRODUCT;
  if (blas !== undefined && isWorthIt) blas.multiply(bufferOf(backend), product);
  else multiplyWithOwnKernel(backend, product);
}

/** Multiplies two matrices by our own kernel. */
export function multiplyWithOwnKernel(backend: WasmBackend, product: Product): void {
  const { transposeA, transposeB, rows, columns, inner, a, b, c, beta = 0 } = product;
  const kernels = simdKernels(backend);
  const { strideA = transposeA ? rows : inner, strideB = transposeB ? inner : columns, strideC = columns } = product;
  const workspace = workspaceOf(backend);
  kernels.gemm(transposeA, transposeB, rows, columns, inner, a, strideA, b, strideB, beta, c, strideC, workspace);
}

/** A little over one megabyte that every product uses for its panels, as long as the backend lives. */
function workspaceOf(backend: Equipped): number {
  backend[WORKSPACE] ??= backend.wasm._malloc(simdKernels(backend).gemmWorkspaceBytes()) >>> 0;
  return backend[WORKSPACE];
}
