import process from "node:process";
import { createRandom } from "@dark-knowledge/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadOneDnn } from "../../../src/internal/onednn/load-one-dnn.ts";
import type { Product } from "../../../src/internal/products/product.ts";
import { rightProduct } from "../../right-product.ts";

const oneDnn = loadOneDnn(process);

type Sizes = Omit<Product, "a" | "b" | "c">;

/** Multiplies random matrices on a memory that begins at an odd place, and checks that nothing else is written. */
function multiply(product: Sizes, seed = 5) {
  const { rows, columns, inner } = product;
  const random = createRandom(seed);
  const sizes = [rows * inner, inner * columns, rows * columns];
  const memory = Float32Array.from({ length: sizes.reduce((x, y) => x + y, 3) }, () => random.normal());
  const [a, b, c] = [1, 1 + sizes[0]!, 1 + sizes[0]! + sizes[1]!] as [number, number, number];
  const before = memory.slice();
  oneDnn!.multiply(memory.buffer, { ...product, a: 4 * a, b: 4 * b, c: 4 * c });
  const right = rightProduct(product, before.subarray(a, b), before.subarray(b, c), before.subarray(c, c + sizes[2]!));
  const got = memory.slice(c, c + sizes[2]!);
  before.set(got, c);
  expect(memory).toEqual(before);
  return { got, right };
}

describe.runIf(oneDnn !== undefined)("products by oneDNN", () => {
  it("are the float64 sums on both sides of the size from which on A·Bᵀ is compiled, added to or not", () => {
    const sizes = fc.record({
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
      rows: fc.integer({ min: 1, max: 160 }),
      columns: fc.integer({ min: 1, max: 160 }),
      inner: fc.integer({ min: 1, max: 300 }),
      beta: fc.constantFrom(0, 0.5),
    });
    fc.assert(
      fc.property(sizes, fc.nat(), (product, seed) => {
        const { got, right } = multiply(product, seed);
        expect(got).toBeAllClose(Float32Array.from(right), { rtol: 1e-4, atol: 1e-3 });
      }),
      {
        ...{ seed: 20150309, numRuns: 12 },
        examples: [
          [{ transposeA: false, transposeB: true, rows: 128, columns: 160, inner: 300, beta: 0 }, 1],
          [{ transposeA: false, transposeB: true, rows: 128, columns: 160, inner: 300, beta: 0.5 }, 2],
          [{ transposeA: false, transposeB: true, rows: 1, columns: 1500, inner: 1500, beta: 0 }, 3],
        ],
      },
    );
  });

  it("have the same bits for the same sizes at other places, and from one run to the next", () => {
    const product = { transposeA: false, transposeB: true, rows: 128, columns: 131, inner: 257 };
    const [first, other, again] = [multiply(product, 1), multiply(product, 2), multiply(product, 1)];
    expect(again.got).toEqual(first.got);
    expect(other.got).not.toEqual(first.got);
  });
});
