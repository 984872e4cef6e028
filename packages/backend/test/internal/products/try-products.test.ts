import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import type { NativeBlas, Product } from "../../../src/internal/products/multiply.ts";
import { multipliesRightly, rateOf } from "../../../src/internal/products/try-products.ts";
import type { WasmBackend } from "../../../src/internal/wasm/wasm-backend.ts";
import { useRepairedWasm } from "../../repaired-wasm.ts";
import { PLAIN_BLAS } from "../../with-native-libraries.ts";

useRepairedWasm();

const backend = () => tf.engine().registry.wasm as unknown as WasmBackend;

/** The plain product, with something done to its arguments before or to its result after. */
const spoilt = (before: (product: Product) => Product, after: (c: Float32Array) => void = () => {}): NativeBlas => ({
  multiply: (memory, product) => {
    PLAIN_BLAS.multiply(memory, before(product));
    after(new Float32Array(memory, product.c, product.rows * product.columns));
  },
});
const same = (product: Product) => product;

describe("multipliesRightly(backend, blas)", () => {
  it("is true of a right library", () => {
    expect(multipliesRightly(backend(), PLAIN_BLAS)).toBe(true);
  });

  it.each([
    ["leaves the last element out", spoilt(same, (c) => c.fill(0, c.length - 1))],
    ["makes NaN", spoilt(same, (c) => c.fill(Number.NaN, 0, 1))],
    ["does not add to what is there", spoilt((product) => ({ ...product, beta: 0 }))],
    ["adds where it must not", spoilt((product) => ({ ...product, beta: 1 }))],
    [
      "leaves out the last of many terms",
      spoilt((p) => (p.inner > 500 && !p.transposeA ? { ...p, inner: p.inner - 1 } : p)),
    ],
    ["does nothing", { multiply: () => {} }],
    [
      "rounds to bfloat16",
      spoilt(same, (c) => {
        const bits = new Uint32Array(c.buffer, c.byteOffset, c.length);
        bits.forEach((value, index) => {
          bits[index] = value & 0xffff0000;
        });
      }),
    ],
  ] as const)("is false of one that %s", (_, blas) => {
    expect(multipliesRightly(backend(), blas)).toBe(false);
  });
});

describe("rateOf(backend, blas, now)", () => {
  it("is the operations over the shortest time of each product", () => {
    // Two products of 2·128·512·512 operations; the shortest of their rounds takes 2 ms.
    let rounds = 0;
    const times = [5, 2, 3, 4, 6, 7];
    let clock = 0;
    const blas: NativeBlas = {
      multiply: () => {
        clock += times[rounds++ % 6]!;
      },
    };
    expect(rateOf(backend(), blas, () => clock)).toBeCloseTo((2 * 2 * 128 * 512 * 512) / 4 / 1e6, 6);
    expect(rounds).toBe(12);
  });
});
