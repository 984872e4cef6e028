import { createRandom } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { multiplySparse } from "../../../src/internal/products/multiply-sparse.ts";

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
  const { transposeA, rows, columns, inner, beta = 0 } = sizes;
  const random = createRandom(7);
  const buffer = new ArrayBuffer(4 * (rows * inner + inner * columns + rows * columns));
  const [atB, atC] = [4 * rows * inner, 4 * (rows * inner + inner * columns)];
  const [a, b] = [new Float32Array(buffer, 0, rows * inner), new Float32Array(buffer, atB, inner * columns)];
  const c = new Float32Array(buffer, atC, rows * columns);
  a.forEach((_, at) => {
    a[at] = random.uniform() < share ? random.normal() : 0;
  });
  b.set(Float32Array.from(b, () => random.normal()));
  c.set(Float32Array.from(c, () => random.normal()));
  const before = c.slice();
  const right = Float64Array.from(c, (start, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    let sum = beta === 0 ? 0 : beta * start;
    for (let p = 0; p < inner; p++) sum += a[transposeA ? p * rows + row : row * inner + p]! * b[p * columns + column]!;
    return sum;
  });
  const isDone = multiplySparse(buffer, { ...sizes, transposeB, a: 0, b: atB, c: atC });
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
