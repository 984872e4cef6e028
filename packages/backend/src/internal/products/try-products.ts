import { fillWithPattern } from "../wasm/fill-with-pattern.ts";
import { withScratch } from "../wasm/scratch.ts";
import { bufferOf, type WasmBackend } from "../wasm/wasm-backend.ts";
import { multiplyWithOwnKernel, type NativeBlas, type Product } from "./multiply.ts";

/** Rows, columns and inner axis: below, at and above the tiles of common kernels, narrow, and large enough for threads. */
const SHAPES = [
  [1, 5, 7],
  [17, 33, 65],
  [64, 64, 64],
  [130, 70, 257],
  [128, 10, 512],
] as const;

const TRANSPOSES = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

/** For each term of a sum: ten times what other orders of summing make, and a hundredth of what half the digits would. */
const TOLERANCE = 2 ** -18;

/** Whether a library multiplies as our own kernel does, on a few shapes, however the factors lie, and added to what is there. */
export function multipliesRightly(backend: WasmBackend, blas: NativeBlas): boolean {
  return SHAPES.every((shape) => TRANSPOSES.every((transposes) => isProductRight(backend, blas, shape, transposes)));
}

function isProductRight(
  backend: WasmBackend,
  blas: NativeBlas,
  [rows, columns, inner]: readonly [number, number, number],
  [transposeA, transposeB]: readonly [boolean, boolean],
): boolean {
  const sizes = [rows * inner, inner * columns, rows * columns, rows * columns];
  let isRight = false;
  withScratch(backend, sizes, (...at) => {
    const [a, b, own, native] = at as [number, number, number, number];
    // The memory moves when it grows, as it may for our own kernel's workspace.
    const view = (index: number) => new Float32Array(bufferOf(backend), at[index], sizes[index]);
    sizes.forEach((_, index) => {
      fillWithPattern(view(index), Math.min(index, 2));
    });
    const product = { transposeA, transposeB, rows, columns, inner, a, b, beta: transposeA ? 1 : 0 };
    multiplyWithOwnKernel(backend, { ...product, c: own });
    blas.multiply(bufferOf(backend), { ...product, c: native });
    const [expected, got] = [view(2), view(3)];
    isRight = expected.every((value, index) => Math.abs(value - got[index]!) <= TOLERANCE * (inner + 1));
  });
  return isRight;
}

/** The shapes of a dense layer of 512 units and a batch of 128: forward, and the gradient of the weights. */
const TIMED: readonly Omit<Product, "a" | "b" | "c">[] = [
  { transposeA: false, transposeB: false, rows: 128, columns: 512, inner: 512 },
  { transposeA: true, transposeB: false, rows: 512, columns: 512, inner: 128 },
];
const ROUNDS = 6;
const LEFT = 128 * 512;
const RIGHT = 512 * 512;

/** The rate of a library in GFLOP/s; of several rounds the shortest counts, which other programs disturbed least. */
export function rateOf(backend: WasmBackend, blas: NativeBlas, now: () => number): number {
  let milliseconds = 0;
  withScratch(backend, [LEFT, RIGHT, RIGHT], (a = 0, b = 0, c = 0) => {
    const buffer = bufferOf(backend);
    fillWithPattern(new Float32Array(buffer, a, LEFT), 1);
    fillWithPattern(new Float32Array(buffer, b, RIGHT), 2);
    for (const product of TIMED) {
      const times = Array.from({ length: ROUNDS }, () => {
        const start = now();
        blas.multiply(buffer, { ...product, a, b, c });
        return now() - start;
      });
      milliseconds += Math.min(...times);
    }
  });
  const operations = TIMED.reduce((sum, { rows, columns, inner }) => sum + 2 * rows * columns * inner, 0);
  return operations / milliseconds / 1e6;
}
