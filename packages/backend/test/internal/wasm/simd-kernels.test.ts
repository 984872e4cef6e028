import { createRandom } from "@dark-knowledge/core";
import { useRelaxedSimd } from "@dark-knowledge/testing/node";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type SimdKernels, startKernels } from "../../../src/internal/wasm/simd-kernels.ts";

useRelaxedSimd();

const random = createRandom(11);
const upTo = (most: number) => 1 + Math.floor(random.uniform() * most);
const numbers = (count: number) => Float32Array.from({ length: count }, () => random.normal());
const flag = () => random.uniform() < 0.5;

/** Rounding of float32 sums of a few hundred products, relative to the sum of their sizes. */
const TOLERANCE = 2e-6;

// −(1 + 2⁻¹¹) + (1 + 2⁻¹²)² = 2⁻²⁴, of which nothing is left where the product is rounded before it is added.
const [ADDEND, FACTOR, LEFT_OVER] = [-1 - 2 ** -11, 1 + 2 ** -12, 2 ** -24];

interface Sizes {
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly beta?: number;
}

describe.each([
  ["products and sums rounded each", false],
  ["products and sums rounded once", true],
])("the kernels, %s", (_, isFused) => {
  let kernels: SimdKernels;
  let floats: Float32Array;
  let next: number;
  let workspace: number;
  beforeAll(() => {
    const memory = new (
      globalThis as unknown as { WebAssembly: { Memory: new (limits: object) => { buffer: ArrayBuffer } } }
    ).WebAssembly.Memory({ initial: 100, maximum: 65_536 });
    kernels = startKernels(memory, isFused);
    floats = new Float32Array(memory.buffer);
  });
  beforeEach(() => fresh());
  const place = (values: Float32Array) => {
    const at = next;
    floats.set(values, at / 4);
    next += 4 * (Math.ceil(values.length / 4) * 4 + 16);
    return at;
  };
  const fresh = () => {
    next = 1024;
    workspace = place(new Float32Array(kernels.gemmWorkspaceBytes() / 4));
  };
  const read = (at: number, count: number) => floats.slice(at / 4, at / 4 + count);
  /** The largest distance from float64 sums, relative to the sum of the sizes of their terms. */
  const worst = (actual: Float32Array, termsOf: (at: number) => readonly number[]) =>
    actual.reduce((most, value, at) => {
      const terms = termsOf(at);
      const sum = terms.reduceRight((rest, term) => rest + term, 0);
      const size = terms.reduce((rest, term) => rest + Math.abs(term), 0);
      return Math.max(most, Math.abs(value - sum) / (size || 1));
    }, 0);

  function multiply(sizes: Sizes, a: number, b: number, c: Float32Array): Float32Array {
    const { rows, columns, inner, transposeA = false, transposeB = false, beta = 0 } = sizes;
    const to = place(c);
    const [strideA, strideB] = [transposeA ? rows : inner, transposeB ? inner : columns];
    kernels.gemm(transposeA, transposeB, rows, columns, inner, a, strideA, b, strideB, beta, to, columns, workspace);
    return read(to, rows * columns);
  }

  test("gemm is op(A)·op(B) + beta·C for any sizes", () => {
    for (let round = 0; round < 60; round++) {
      fresh();
      const [rows, columns, inner] = [upTo(round % 2 ? 6 : 30), upTo(40), upTo(round % 5 ? 40 : 600)] as const;
      const [transposeA, transposeB, beta] = [flag(), flag(), [0, 1, -2][round % 3]!] as const;
      const [a, b, c] = [numbers(rows * inner), numbers(inner * columns), numbers(rows * columns)] as const;
      const result = multiply({ rows, columns, inner, transposeA, transposeB, beta }, place(a), place(b), c);
      const distance = worst(result, (at) => {
        const [i, j] = [Math.floor(at / columns), at % columns];
        const products = Array.from({ length: inner }, (_, p) => {
          const left = a[transposeA ? p * rows + i : i * inner + p]!;
          return left * b[transposeB ? j * inner + p : p * columns + j]!;
        });
        return [beta * c[at]!, ...products];
      });
      expect(distance).toBeLessThan(TOLERANCE);
    }
  });

  test.each([1, 6, 7, 8])("gemm of %d rows rounds each element alike, whatever tile or rest it falls into", (rows) => {
    for (const columns of [1, 3, 4, 8, 9, 15, 23]) {
      for (const inner of [2, 3, 4, 5, 6, 7, 8, 259]) {
        fresh();
        const [a, b] = [new Float32Array(rows * inner), new Float32Array(inner * columns)];
        for (let i = 0; i < rows; i++) a.set([1, FACTOR], i * inner + inner - 2);
        b.fill(ADDEND, (inner - 2) * columns, (inner - 1) * columns).fill(FACTOR, (inner - 1) * columns);
        const result = multiply({ rows, columns, inner }, place(a), place(b), new Float32Array(rows * columns));
        // Of 259 terms the last three are summed up apart from the 256 before, all of which are 0.
        expect(new Set(result)).toEqual(new Set([isFused ? LEFT_OVER : 0]));
      }
    }
  });

  test("gemm gives a row and a group of columns the same bits alone and among others", () => {
    for (let round = 0; round < 10; round++) {
      fresh();
      const [rows, columns, inner] = [40, 8 * upTo(20) + upTo(8), upTo(700)] as const;
      const [a, b] = [place(numbers(rows * inner)), place(numbers(inner * columns))] as const;
      const all = multiply({ rows, columns, inner }, a, b, new Float32Array(rows * columns));
      for (const few of [1, 3, 6, 9]) {
        const result = multiply({ rows: few, columns, inner }, a, b, new Float32Array(few * columns));
        expect(result).toEqual(all.subarray(0, few * columns));
      }
      // As threads cut it, at a whole tile.
      const to = place(new Float32Array(rows * columns));
      for (const [from, width] of [
        [0, 8],
        [8, columns - 8],
      ] as const) {
        const [right, corner] = [b + 4 * from, to + 4 * from];
        kernels.gemm(false, false, rows, width, inner, a, inner, right, columns, 0, corner, columns, workspace);
      }
      expect(read(to, rows * columns)).toEqual(all);
    }
  });

  /** An image `[size + 2, size + 2, channels]`, its convolution with a filter of 3 × 3, and which places of them meet. */
  const SIDE = 3;
  const windowsOf = (size: number, channels: number) => {
    const rowBytes = 4 * (size + SIDE - 1) * channels;
    return [SIDE, rowBytes, 1, 0, SIDE * channels, rowBytes, 4 * channels] as const;
  };
  const depthwiseWindowsOf = (size: number, channels: number) => {
    const rowBytes = 4 * (size + SIDE - 1) * channels;
    return [SIDE, rowBytes, SIDE, 4 * channels, rowBytes, 4 * channels] as const;
  };
  const seenBy = (size: number, channels: number, pixel: number, tap: number, channel: number) => {
    const row = Math.floor(pixel / size) + Math.floor(tap / SIDE);
    const column = (pixel % size) + (tap % SIDE);
    return (row * (size + SIDE - 1) + column) * channels + channel;
  };
  const range = (count: number) => Array.from({ length: count }, (_, at) => at);

  test("convolve and addFilterGradient are sums over what meets", () => {
    for (let round = 0; round < 20; round++) {
      fresh();
      const [size, channels, outputs] = [upTo(6), upTo(6), upTo(20)] as const;
      const image = numbers((size + 2) ** 2 * channels);
      const [filter, dy] = [numbers(9 * channels * outputs), numbers(size * size * outputs)] as const;
      const [bias, before] = [numbers(outputs + 8), numbers(filter.length)] as const;
      const [padded, biases, upstream] = [place(image), place(bias), place(dy)] as const;
      const panels = place(new Float32Array(9 * channels * (outputs + 8)));
      kernels.packFilter(place(filter), 9, channels, outputs, false, panels);
      const y = place(new Float32Array(dy.length));
      kernels.convolve(padded, ...windowsOf(size, channels), panels, biases, false, y, size, size, outputs);
      const convolved = worst(read(y, dy.length), (at) => {
        const [pixel, output] = [Math.floor(at / outputs), at % outputs];
        const products = range(9 * channels).map((t) => {
          const seen = image[seenBy(size, channels, pixel, Math.floor(t / channels), t % channels)]!;
          return seen * filter[t * outputs + output]!;
        });
        return [bias[output]!, ...products];
      });
      expect(convolved).toBeLessThan(TOLERANCE);

      const to = place(before);
      kernels.addFilterGradient(padded, ...windowsOf(size, channels), upstream, size, size, outputs, to);
      const gradient = worst(read(to, filter.length), (at) => {
        const [t, output] = [Math.floor(at / outputs), at % outputs];
        const products = range(size * size).map((pixel) => {
          const seen = image[seenBy(size, channels, pixel, Math.floor(t / channels), t % channels)]!;
          return seen * dy[pixel * outputs + output]!;
        });
        return [before[at]!, ...products];
      });
      expect(gradient).toBeLessThan(TOLERANCE);
    }
  });

  test("convolveDepthwise and addDepthwiseFilterGradient are sums over what meets", () => {
    for (let round = 0; round < 20; round++) {
      fresh();
      const [size, channels] = [upTo(7), upTo(20)] as const;
      const image = numbers((size + 2) ** 2 * channels);
      const [filter, dy] = [numbers(9 * channels), numbers(size * size * channels)] as const;
      const before = numbers(filter.length);
      const [padded, weights, upstream] = [place(image), place(filter), place(dy)] as const;
      const y = place(new Float32Array(dy.length));
      kernels.convolveDepthwise(padded, ...depthwiseWindowsOf(size, channels), weights, y, size, size, channels);
      const convolved = worst(read(y, dy.length), (at) => {
        const [pixel, channel] = [Math.floor(at / channels), at % channels];
        return range(9).map(
          (tap) => image[seenBy(size, channels, pixel, tap, channel)]! * filter[tap * channels + channel]!,
        );
      });
      expect(convolved).toBeLessThan(TOLERANCE);

      const to = place(before);
      const windows = depthwiseWindowsOf(size, channels);
      kernels.addDepthwiseFilterGradient(padded, ...windows, upstream, size, size, channels, to);
      const gradient = worst(read(to, filter.length), (at) => {
        const [tap, channel] = [Math.floor(at / channels), at % channels];
        const products = range(size * size).map(
          (pixel) => image[seenBy(size, channels, pixel, tap, channel)]! * dy[pixel * channels + channel]!,
        );
        return [before[at]!, ...products];
      });
      expect(gradient).toBeLessThan(TOLERANCE);
    }
  });

  test("convolutions round as products do", () => {
    // A window sees one row of two pixels of four channels each: the addend's, then the factor's.
    const image = Float32Array.of(1, 1, 1, 1, FACTOR, FACTOR, FACTOR, FACTOR);
    const filter = Float32Array.of(ADDEND, ADDEND, ADDEND, ADDEND, FACTOR, FACTOR, FACTOR, FACTOR);
    const y = place(new Float32Array(16));
    const windows = [1, 32, 2, 16, 32, 16] as const;
    kernels.convolveDepthwise(place(image), ...windows, place(filter), y, 1, 1, 4);
    expect([...read(y, 4)]).toEqual(Array(4).fill(isFused ? LEFT_OVER : 0));
    // One channel to eight outputs; the weights lie as `packFilter` packs them.
    const weights = new Float32Array(16).fill(ADDEND, 0, 8).fill(FACTOR, 8);
    const pixels = place(Float32Array.of(1, FACTOR));
    kernels.convolve(pixels, 1, 8, 1, 0, 2, 8, 4, place(weights), 0, false, y, 1, 1, 8);
    expect([...read(y, 8)]).toEqual(Array(8).fill(isFused ? LEFT_OVER : 0));
    // The gradient of one tap over two windows.
    const to = place(new Float32Array(16));
    kernels.addFilterGradient(pixels, 1, 8, 1, 0, 1, 8, 4, place(weights), 1, 2, 8, to);
    expect([...read(to, 8)]).toEqual(Array(8).fill(isFused ? LEFT_OVER : 0));
    // The same of eight channels by themselves.
    const seen = new Float32Array(16).fill(1, 0, 8).fill(FACTOR, 8);
    const gradient = place(new Float32Array(8));
    kernels.addDepthwiseFilterGradient(place(seen), 1, 64, 1, 32, 64, 32, place(weights), 1, 2, 8, gradient);
    expect([...read(gradient, 8)]).toEqual(Array(8).fill(isFused ? LEFT_OVER : 0));
  });

  test("multiplyAdds adds up ten chains of four floats", () => {
    // x ← 0.999·x + 0.001 once, from 1 to 10 in each of four lanes: 4·(0.999·55 + 0.01).
    expect(kernels.multiplyAdds(1)).toBeCloseTo(219.82, 3);
  });
});
