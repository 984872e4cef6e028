import { createRandom } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { multiply, type Product, useBlas } from "../../../src/internal/products/multiply.ts";
import { bufferOf, floatsOf, offsetOf, type WasmBackend } from "../../../src/internal/wasm/wasm-backend.ts";
import { numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

function wasm(): WasmBackend {
  return tf.backend() as unknown as WasmBackend;
}

/** Multiplies in float64 from the definition. */
function oracle(
  { transposeA, transposeB, rows, columns, inner, beta = 0 }: Product,
  a: tf.Tensor,
  b: tf.Tensor,
  c: tf.Tensor,
) {
  const [left, right, start] = [a.dataSync(), b.dataSync(), c.dataSync()];
  // The steps from one number to the next, down a column and along a row.
  const [downA, acrossA] = transposeA ? [1, rows] : [inner, 1];
  const [downB, acrossB] = transposeB ? [1, inner] : [columns, 1];
  const sums = Float64Array.from(start, (value) => (beta === 0 ? 0 : beta * value));
  for (let i = 0; i < rows; i++) {
    for (let p = 0; p < inner; p++) {
      const factor = left[i * downA + p * acrossA]!;
      for (let j = 0; j < columns; j++) sums[i * columns + j]! += factor * right[p * downB + j * acrossB]!;
    }
  }
  return sums;
}

function run(sizes: Pick<Product, "rows" | "columns" | "inner" | "transposeA" | "transposeB" | "beta">) {
  const { rows, columns, inner, transposeA, transposeB } = sizes;
  const a = numbers(transposeA ? [inner, rows] : [rows, inner], 1);
  const b = numbers(transposeB ? [columns, inner] : [inner, columns], 2);
  const c = numbers([rows, columns], 3);
  const product = { ...sizes, a: offsetOf(wasm(), a), b: offsetOf(wasm(), b), c: offsetOf(wasm(), c) };
  const expected = oracle(product, a, b, c);
  multiply(wasm(), product);
  expect(floatsOf(wasm(), c)).toBeAllClose(expected, { rtol: 1e-5, atol: 1e-5 * Math.sqrt(inner + 1) });
  tf.dispose([a, b, c]);
}

const flags = fc.record({ transposeA: fc.boolean(), transposeB: fc.boolean(), beta: fc.constantFrom(0, 1, 0.5, -2) });

describe("multiply", () => {
  it("is op(A)·op(B) + beta·C for any sizes", () => {
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(fc.record({ rows: size, columns: size, inner: size }), flags, (sizes, how) =>
        run({ ...sizes, ...how }),
      ),
      { seed: 1, numRuns: 100 },
    );
  });

  it.each([
    { rows: 129, columns: 1027, inner: 259 },
    { rows: 257, columns: 9, inner: 513 },
    { rows: 1, columns: 1, inner: 1000 },
    // Few rows, which are not copied into panels.
    { rows: 1, columns: 2055, inner: 1027 },
    { rows: 6, columns: 1030, inner: 258 },
  ])("goes through several blocks: %j", (sizes) => {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) run({ ...sizes, transposeA, transposeB, beta: 0.5 });
    }
  });

  it("gives a row the same bits among few rows and among many", () => {
    const [inner, columns] = [700, 1037];
    const [a, b] = [numbers([40, inner], 1), numbers([inner, columns], 2)];
    const many = tf.zeros([40, columns]);
    const product = { transposeA: false, transposeB: false, columns, inner, b: offsetOf(wasm(), b) };
    multiply(wasm(), { ...product, rows: 40, a: offsetOf(wasm(), a), c: offsetOf(wasm(), many) });
    for (const rows of [1, 3, 6]) {
      const few = tf.zeros([rows, columns]);
      multiply(wasm(), { ...product, rows, a: offsetOf(wasm(), a), c: offsetOf(wasm(), few) });
      expect(floatsOf(wasm(), few)).toEqual(floatsOf(wasm(), many).slice(0, rows * columns));
      few.dispose();
    }
    tf.dispose([a, b, many]);
  });

  it("writes over whatever C held before, NaN included", () => {
    const [a, b] = [tf.ones([8, 8]), tf.ones([8, 8])];
    const c = tf.fill([8, 8], Number.NaN);
    const product = { transposeA: false, transposeB: false, rows: 8, columns: 8, inner: 8 };
    multiply(wasm(), { ...product, a: offsetOf(wasm(), a), b: offsetOf(wasm(), b), c: offsetOf(wasm(), c) });
    expect(new Set(c.dataSync())).toEqual(new Set([8]));
    tf.dispose([a, b, c]);
  });

  it("hands large products to a native library, on the memory as it is now", () => {
    const seen: unknown[] = [];
    const blas = {
      multiply: (memory: ArrayBufferLike, product: Product) => {
        seen.push([memory === bufferOf(wasm()), product.rows]);
      },
    };
    const before = useBlas(wasm(), blas);
    const random = createRandom(1);
    const large = tf.tensor2d(
      Float32Array.from({ length: 400 }, () => random.uniform()),
      [20, 20],
    );
    tf.tidy(() => tf.matMul(large, large));
    tf.tidy(() => tf.matMul(tf.ones([2, 2]), tf.ones([2, 2])));
    expect(useBlas(wasm(), before)).toBe(blas);
    expect(seen).toEqual([[true, 20]]);
    large.dispose();
  });
});
