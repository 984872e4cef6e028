import process from "node:process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Convolution } from "../../../src/internal/convolutions/convolution.ts";
import { loadOneDnn } from "../../../src/internal/onednn/load-one-dnn.ts";
import { openOneDnn } from "../../../src/internal/onednn/one-dnn.ts";
import { type ConvolutionCase, convolutionOracle, infoOf, RANDOM } from "../../convolution-cases.ts";

const oneDnn = loadOneDnn(process);

/** Runs all three on a memory of their own; NaN is what a library that did nothing leaves. */
function convolveAll(testCase: ConvolutionCase, fill: (index: number) => number = Math.sin) {
  const info = infoOf(testCase) as unknown as Convolution;
  const sizes = [info.inShape, info.filterShape, [info.outChannels], info.outShape].map((shape) =>
    shape.reduce((product, size) => product * size, 1),
  );
  const [x, filter, bias, y] = sizes.map((size, salt) =>
    Float32Array.from({ length: size }, (_, index) => fill(12.9898 * index + 78.233 * salt)),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const [forward, input, weights] = (["convolve", "inputGradient", "filterGradient"] as const).map((kind) => {
    const made = { convolve: y, inputGradient: x, filterGradient: filter }[kind];
    const parts = [x, filter, bias, y].map((part) => (part === made ? new Float32Array(part.length).fill(NaN) : part));
    const memory = joined(parts);
    const at = parts.map((_, index) => 4 * parts.slice(0, index).reduce((sum, { length }) => sum + length, 0));
    const operands = { x: at[0]!, filter: at[1]!, bias: kind === "convolve" ? at[2]! : 0, y: at[3]! };
    const isDone = oneDnn![kind](memory.buffer, info, operands);
    const first = at[[x, filter, bias, y].indexOf(made)]! / 4;
    return { isDone, values: memory.slice(first, first + made.length), memory, first, size: made.length, parts };
  });
  return { info, x, filter, bias, dy: y, results: { y: forward!, dx: input!, dFilter: weights! } };
}

type All = ReturnType<typeof convolveAll>;

function largestDifference(one: All, other: All): number {
  let largest = 0;
  for (const name of ["y", "dx", "dFilter"] as const) {
    const values = other.results[name].values;
    one.results[name].values.forEach((value, index) => {
      largest = Math.max(largest, Math.abs(value - values[index]!));
    });
  }
  return largest;
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

describe.runIf(oneDnn !== undefined)("convolutions by oneDNN", () => {
  it("are the float64 sums, with a bias, for random shapes, and write nothing else", () => {
    fc.assert(
      fc.property(RANDOM, (testCase) => {
        const { info, bias, results, ...values } = convolveAll(testCase);
        const expected = convolutionOracle(testCase, false, values);
        const y = expected.y.map((sum, index) => sum + bias[index % info.outChannels]!);
        for (const [name, oracle] of Object.entries({ ...expected, y })) {
          const { isDone, values, memory, first, size, parts } = results[name as keyof typeof results];
          expect(isDone).toBe(true);
          expect(values).toBeAllClose(Float32Array.from(oracle), { rtol: 1e-4, atol: 2e-5 });
          const untouched = joined(parts);
          untouched.set(values, first);
          expect(memory, `all but ${size} numbers`).toEqual(untouched);
        }
      }),
      { seed: 20150309, numRuns: 40 },
    );
  });

  // More multiplications than one thread is given.
  const LARGE: ConvolutionCase = { x: [8, 32, 32, 32], filter: [3, 3, 32], strides: [1, 1], pad: "same" };

  it("are the same bits each time, on several threads and after others", () => {
    const first = convolveAll(LARGE);
    convolveAll({ ...LARGE, filter: [2, 2, 32] });
    expect(largestDifference(convolveAll(LARGE), first)).toBe(0);
  });

  it("on one thread and on two differ by rounding alone", () => {
    const forward = (threads: number | undefined) => {
      loadOneDnn({ platform: "linux", arch: "x64", ...(threads === undefined ? {} : { threads }) });
      return convolveAll(LARGE);
    };
    const [one, two] = [forward(1), forward(2)];
    forward(undefined);
    // Of sums of up to 8,192 products of numbers up to 1.
    expect(largestDifference(one, two) / 8192).toBeLessThan(2e-6);
  });

  it("hand on what is not a number", () => {
    const testCase: ConvolutionCase = { x: [1, 5, 5, 4], filter: [3, 3, 4], strides: [1, 1], pad: "same" };
    const { results } = convolveAll(testCase, () => NaN);
    for (const { values } of Object.values(results)) expect(values.every(Number.isNaN)).toBe(true);
  });

  it("go on after more shapes than are kept", () => {
    const shape = (width: number): ConvolutionCase => ({ ...LARGE, x: [1, 3, width, 1], filter: [3, 3, 2] });
    const before = convolveAll(shape(3)).results.y.values;
    for (let width = 4; width < 100; width++) convolveAll(shape(width));
    expect(convolveAll(shape(3)).results.y.values).toEqual(before);
  });

  it("are refused where there is nothing to compute, and nothing is written", () => {
    const { results } = convolveAll({ x: [1, 4, 4, 2], filter: [2, 2, 3], strides: [1, 1], pad: 5 });
    const { isDone, values } = results.y;
    expect([isDone, values.some(Number.isNaN)]).toEqual([isDone, !isDone]);
  });
});

describe("what is not oneDNN 2", () => {
  it("is not used", () => {
    const library = {
      func: (prototype: string) =>
        ((): never => {
          throw new Error(prototype);
        })(),
      unload: () => {},
    };
    expect(openOneDnn(library, () => 0n)).toBeUndefined();
    expect(loadOneDnn({ platform: "darwin", arch: "x64" })).toBeUndefined();
    expect(loadOneDnn({ platform: "linux", arch: "arm64" })).toBeUndefined();
  });
});
