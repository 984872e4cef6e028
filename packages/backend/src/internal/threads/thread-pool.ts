import { multiplyWithOwnKernel, type NativeBlas, type Product } from "../products/multiply.ts";
import { gemmBinary, simdKernels } from "../wasm/simd-kernels.ts";
import { memoryOf, type WasmBackend } from "../wasm/wasm-backend.ts";
import { startThread } from "./start-thread.ts";
import { LOOKS } from "./thread-script.ts";

/** Threads that compute products together with the one that asks. */
export interface ThreadPool extends NativeBlas {
  /** How many compute, the one that asks included. */
  readonly threads: number;
  /** Ends the threads. */
  unload(): void;
}

/** Below so many multiplications two threads are not faster than one: 784 × 100 for 32 examples, 2.5 million, takes a sixth of a millisecond. */
const SMALL_PRODUCT = 4_000_000;

/** The words of the control block: number of the product, threads at work, whether one has failed; then 16 for each thread. */
const NUMBER = 0;
const AT_WORK = 1;
const HAS_FAILED = 2;
const FIRST_PART = 4;
const PART_WORDS = 16;

/** Parts begin at whole tiles of the kernel. */
const TILE_ROWS = 4;
const TILE_COLUMNS = 8;

/**
 * Starts `threads − 1` threads on a backend's memory, which must be shared. They do not keep a process alive.
 *
 * @throws Error when they cannot be started
 */
export async function startThreads(backend: WasmBackend, threads: number): Promise<ThreadPool> {
  const control = new SharedArrayBuffer(4 * (FIRST_PART + PART_WORDS * threads));
  const [words, floats] = [new Int32Array(control), new Float32Array(control)];
  const workspaceBytes = simdKernels(backend).gemmWorkspaceBytes();
  const memory = memoryOf(backend);
  const indices = Array.from({ length: threads - 1 }, (_, at) => at + 1);
  const binary = gemmBinary(memory);
  await Promise.all(indices.map((index) => startThread({ binary, memory, control, index })));
  const helpers = indices.map((index) => ({ index, workspace: backend.wasm._malloc(workspaceBytes) >>> 0 }));
  const wait = waitFor(words);

  const multiply = (_: ArrayBufferLike, product: Product): void => {
    const { rows, columns, inner } = product;
    if (rows * columns * inner < SMALL_PRODUCT) {
      multiplyWithOwnKernel(backend, product);
      return;
    }
    const parts = partsOf(product, threads);
    for (const { index, workspace } of helpers) {
      const { transposeA, transposeB, rows, columns, a, strideA, b, strideB, c, strideC } = parts[index]!;
      const values = [transposeA, transposeB, rows, columns, inner, a, strideA, b, strideB, 0, c, strideC, workspace];
      const at = FIRST_PART + PART_WORDS * index;
      words.set(values.map(Number), at);
      floats[at + 9] = product.beta ?? 0;
    }
    Atomics.store(words, AT_WORK, helpers.length);
    Atomics.store(words, NUMBER, (words[NUMBER]! + 1) & 0x7fffffff);
    Atomics.notify(words, NUMBER);
    multiplyWithOwnKernel(backend, { ...product, ...parts[0]! });
    for (let look = 0; look < LOOKS && Atomics.load(words, AT_WORK) > 0; look++);
    for (let left = Atomics.load(words, AT_WORK); left > 0; left = Atomics.load(words, AT_WORK)) wait(left);
    if (Atomics.load(words, HAS_FAILED) !== 0) throw new Error("a thread of the wasm backend failed");
  };

  const unload = (): void => {
    Atomics.store(words, NUMBER, -1);
    Atomics.notify(words, NUMBER);
    for (const { workspace } of helpers) backend.wasm._free(workspace);
  };
  return { threads, multiply, unload };
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
