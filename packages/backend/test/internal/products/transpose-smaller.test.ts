import { createRandom } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Product } from "../../../src/internal/products/multiply.ts";
import { transposeSmaller } from "../../../src/internal/products/transpose-smaller.ts";
import { bufferOf, floatsOf, offsetOf, type WasmBackend } from "../../../src/internal/wasm/wasm-backend.ts";
import { useRepairedWasm } from "../../repaired-wasm.ts";
import { rightProduct } from "../../right-product.ts";
import { PLAIN_BLAS } from "../../with-native-libraries.ts";

useRepairedWasm();

type Shape = Omit<Product, "a" | "b" | "c">;

/** Multiplies random matrices by a plain loop behind `transposeSmaller`; says what the loop was asked, and what is right. */
function run(shape: Shape) {
  const { rows, columns, inner } = shape;
  const random = createRandom(11);
  const backend = tf.backend() as unknown as WasmBackend;
  const tensors = [rows * inner, inner * columns, rows * columns].map((count) =>
    tf.tensor1d(Float32Array.from({ length: count }, () => random.normal())),
  );
  const [a, b, before] = tensors.map((tensor) => tensor.dataSync().slice()) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const right = rightProduct(shape, a, b, before);
  const asked: Product[] = [];
  const library = {
    ...PLAIN_BLAS,
    multiply(memory: ArrayBufferLike, product: Product) {
      asked.push(product);
      PLAIN_BLAS.multiply(memory, product);
    },
  };
  const [atA, atB, atC] = tensors.map((tensor) => offsetOf(backend, tensor)) as [number, number, number];
  transposeSmaller(backend, library).multiply(bufferOf(backend), { ...shape, a: atA, b: atB, c: atC });
  const c = floatsOf(backend, tensors[2]!).slice();
  const isKept = [a, b].every((values, at) => floatsOf(backend, tensors[at]!).every((value, i) => value === values[i]));
  tf.dispose(tensors);
  expect(isKept).toBe(true);
  return { c, right, asked: asked.map(({ transposeA, transposeB, rows }) => ({ transposeA, transposeB, rows })) };
}

test("transposeSmaller asks for B·Aᵀ where B is larger, the sums are long and nothing is added to, and turns it", () => {
  const shapes = fc
    .record({
      rows: fc.integer({ min: 1, max: 9 }),
      more: fc.integer({ min: 1, max: 9 }),
      inner: fc.integer({ min: 1024, max: 1040 }),
    })
    .map(({ rows, more, inner }) => ({ transposeA: false, transposeB: true, rows, columns: rows + more, inner }));
  fc.assert(
    fc.property(shapes, (shape) => {
      const { c, right, asked } = run(shape);
      expect(asked).toEqual([{ transposeA: false, transposeB: true, rows: shape.columns }]);
      expect(c).toBeAllClose(right, { rtol: 1e-5, atol: 1e-4 });
    }),
    { seed: 20150309, numRuns: 20 },
  );
});

test.each<Shape>([
  { transposeA: false, transposeB: true, rows: 3, columns: 3, inner: 1024 },
  { transposeA: false, transposeB: true, rows: 3, columns: 5, inner: 1023 },
  { transposeA: false, transposeB: true, rows: 3, columns: 5, inner: 1024, beta: 1 },
  { transposeA: false, transposeB: false, rows: 3, columns: 5, inner: 1024 },
  { transposeA: true, transposeB: true, rows: 3, columns: 5, inner: 1024 },
])("transposeSmaller leaves others as they are: %o", (shape) => {
  const { c, right, asked } = run(shape);
  const { transposeA, transposeB, rows } = shape;
  expect(asked).toEqual([{ transposeA, transposeB, rows }]);
  expect(c).toBeAllClose(right, { rtol: 1e-5, atol: 1e-4 });
});
