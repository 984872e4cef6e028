import { fusesMultiplyAdd } from "@dark-knowledge/core";
import { multiplyWithOwnKernel, type Product } from "../products/multiply.ts";
import { kernelBinaries, simdKernels } from "../wasm/simd-kernels.ts";
import { memoryOf, type WasmBackend } from "../wasm/wasm-backend.ts";
import { startThread } from "./start-thread.ts";
import type { ThreadPool } from "./thread-pool.ts";
import { AT_WORK, createControl, HAS_FAILED, LOOKS, NUMBER, SHARED_KERNELS, TASK_NUMBERS } from "./thread-script.ts";

/** Below so many multiplications two threads are not faster than one: 784 × 100 for 32 examples, 2.5 million, takes a sixth of a millisecond. */
const SMALL_PRODUCT = 4_000_000;

/** Parts begin at whole tiles of the kernel. */
const TILE_ROWS = 4;
const TILE_COLUMNS = 8;

/**
 * Starts `threads − 1` threads on a backend's memory, which must be shared. They do not keep a process alive.
 *
 * @param looks how often they look for work before they sleep
 * @throws Error when they cannot be started
 */
export async function startThreads(backend: WasmBackend, threads: number, looks: number = LOOKS): Promise<ThreadPool> {
  const { control, words, tasks } = createControl(threads);
  const workspaceBytes = simdKernels(backend).gemmWorkspaceBytes();
  const memory = memoryOf(backend);
  const others = Array.from({ length: threads - 1 }, (_, at) => at + 1);
  const binaries = kernelBinaries(memory, fusesMultiplyAdd());
  await Promise.all(others.map((index) => startThread({ binaries, memory, control, index, looks })));
  const workspaces = others.map(() => backend.wasm._malloc(workspaceBytes) >>> 0);
  const wait = waitFor(words);

  const share: ThreadPool["share"] = (kernel, own, argumentsOf) => {
    for (const index of others) {
      const values = argumentsOf(index).map(Number);
      tasks.set([SHARED_KERNELS.indexOf(kernel), values.length, ...values], TASK_NUMBERS * index);
    }
    Atomics.store(words, AT_WORK, others.length);
    Atomics.store(words, NUMBER, (words[NUMBER]! + 1) & 0x7fffffff);
    Atomics.notify(words, NUMBER);
    own();
    for (let look = 0; look < LOOKS && Atomics.load(words, AT_WORK) > 0; look++);
    for (let left = Atomics.load(words, AT_WORK); left > 0; left = Atomics.load(words, AT_WORK)) wait(left);
    if (Atomics.load(words, HAS_FAILED) !== 0) throw new Error("a thread of the wasm backend failed");
  };

  const multiply = (_: ArrayBufferLike, product: Product): void => {
    const { rows, columns, inner, beta = 0 } = product;
    if (rows * columns * inner < SMALL_PRODUCT) {
      multiplyWithOwnKernel(backend, product);
      return;
    }
    const parts = partsOf(product, threads);
    const own = () => multiplyWithOwnKernel(backend, { ...product, ...parts[0]! });
    share("gemm", own, (index) => {
      const { transposeA, transposeB, rows, columns, a, strideA, b, strideB, c, strideC } = parts[index]!;
      const sizes = [transposeA, transposeB, rows, columns, inner] as const;
      return [...sizes, a, strideA, b, strideB, beta, c, strideC, workspaces[index - 1]!];
    });
  };

  const unload = (): void => {
    Atomics.store(words, NUMBER, -1);
    Atomics.notify(words, NUMBER);
    for (const workspace of workspaces) backend.wasm._free(workspace);
  };
  return { threads, multiply, share, unload };
}

/** Waits while threads are at work; a page may not sleep, so it looks again and again. */
function waitFor(words: Int32Array): (left: number) => void {
  try {
    Atomics.wait(words, NUMBER, -2);
    return (left) => void Atomics.wait(words, AT_WORK, left);
  } catch {
    return () => {};
  }
}

type Part = Product & { readonly strideA: number; readonly strideB: number; readonly strideC: number };

/** Cuts the longer side of C into one piece for each thread. No sum is cut, so the result is that of one thread, bit for bit. */
function partsOf(product: Product, threads: number): Part[] {
  const { transposeA, transposeB, rows, columns, inner, a, b, c } = product;
  const strides = { strideA: transposeA ? rows : inner, strideB: transposeB ? inner : columns, strideC: columns };
  const isByColumns = columns >= rows;
  const [length, tile] = isByColumns ? [columns, TILE_COLUMNS] : [rows, TILE_ROWS];
  const share = Math.ceil(length / threads / tile) * tile;
  return Array.from({ length: threads }, (_, index) => {
    const from = Math.min(index * share, length);
    const size = Math.min(share, length - from);
    return isByColumns
      ? { ...product, ...strides, columns: size, b: b + 4 * from * (transposeB ? inner : 1), c: c + 4 * from }
      : { ...product, ...strides, rows: size, a: a + 4 * from * (transposeA ? 1 : inner), c: c + 4 * from * columns };
  });
}
