import { createRandom } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { multiplySparse } from "../../../src/internal/products/multiply-sparse.ts";
import { floatsOf, offsetOf, type WasmBackend } from "../../../src/internal/wasm/wasm-backend.ts";
import { useRepairedWasm } from "../../repaired-wasm.ts";
import { rightProduct } from "../../right-product.ts";

useRepairedWasm();

interface Sizes {
  readonly transposeA: boolean;
  readonly transposeB?: boolean;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly beta?: number;
}

/** Multiplies factors of which the left one has this share of numbers other than zero; says whether it was done, and what is right. */
function run(share: number, { transposeB = false, ...sizes }: Sizes) {
  const { rows, columns, inner } = sizes;
  const random = createRandom(7);
  const backend = tf.backend() as unknown as WasmBackend;
  const draw = (count: number, part = 1) =>
    tf.tensor1d(Float32Array.from({ length: count }, () => (random.uniform() < part ? random.normal() : 0)));
  const tensors = [draw(rows * inner, share), draw(inner * columns), draw(rows * columns)] as const;
  const [a, b, before] = tensors.map((tensor) => tensor.dataSync().slice() as Float32Array) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const right = rightProduct({ ...sizes, transposeB }, a, b, before);
  const [atA, atB, atC] = tensors.map((tensor) => offsetOf(backend, tensor)) as [number, number, number];
  const isDone = multiplySparse(backend, { ...sizes, transposeB, a: atA, b: atB, c: atC });
  const c = floatsOf(backend, tensors[2]).slice();
  tf.dispose([...tensors]);
  return { isDone, c, before, right };
}

test.each([
  { transposeA: false, rows: 5, columns: 3, inner: 1100 },
  { transposeA: false, rows: 1, columns: 7, inner: 2048, beta: 1 },
  { transposeA: true, rows: 1100, columns: 4, inner: 6 },
  { transposeA: true, rows: 1024, columns: 1, inner: 3, beta: -0.5 },
])("multiplySparse is op(A)·B + beta·C where few numbers are not zero: %o", (sizes) => {
  const { isDone, c, right } = run(0.01, sizes);
  expect(isDone).toBe(true);
  expect(c).toBeAllClose(right, { rtol: 1e-5, atol: 1e-5 });
});

test("multiplySparse of nothing but zeros leaves beta·C", () => {
  const { c, before } = run(0, { transposeA: false, rows: 2, columns: 3, inner: 1024, beta: 2 });
  expect(Array.from(c)).toEqual(Array.from(before, (value) => 2 * value));
});

test.each([
  ["dense factors", 0.05, { transposeA: false, rows: 4, columns: 3, inner: 1100 }],
  ["short rows", 0.01, { transposeA: false, rows: 4, columns: 3, inner: 1023 }],
  ["a transposed right factor", 0.01, { transposeA: false, transposeB: true, rows: 4, columns: 3, inner: 1100 }],
])("multiplySparse leaves %s to others", (_, share, sizes) => {
  const { isDone, c, before } = run(share, sizes);
  expect(isDone).toBe(false);
  expect(c).toEqual(before);
});
