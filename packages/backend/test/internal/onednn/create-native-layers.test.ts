import process from "node:process";
import type { NativeLayer, WindowSizes } from "@dark-knowledge/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadOneDnn } from "../../../src/internal/onednn/load-one-dnn.ts";
import { type ConvolutionCase, convolutionOracle, infoOf, RANDOM } from "../../convolution-cases.ts";

const layers = loadOneDnn(process)?.layers;

const numbers = (size: number, salt: number) =>
  Float32Array.from({ length: size }, (_, index) => Math.sin(12.9898 * index + 78.233 * salt));

/** Runs a layer on a memory of its own, with a guard of numbers behind the result; undefined where it did nothing. */
function run(layer: NativeLayer, count: number, x: Float32Array, bias: Float32Array, size: number) {
  const places = [x, bias].map(({ length }) => 64 * Math.ceil(length / 16));
  const [biasAt, y] = [places[0]!, places[0]! + places[1]!];
  const memory = new ArrayBuffer(y + 4 * (size + 5));
  new Float32Array(memory, 0, x.length).set(x);
  new Float32Array(memory, biasAt, bias.length).set(bias);
  const result = new Float32Array(memory, y, size + 5).fill(7.5);
  const isDone = layer.run(count, { memory, x: 0, bias: biasAt, y });
  expect(result.subarray(size)).toEqual(new Float32Array(5).fill(7.5));
  expect(new Float32Array(memory, 0, x.length)).toEqual(x);
  if (!isDone) expect(result.every((value) => value === 7.5)).toBe(true);
  return isDone ? result.slice(0, size) : undefined;
}

function denseOracle(x: Float32Array, kernel: Float32Array, bias: Float32Array, rows: number): Float64Array {
  const [inputs, outputs] = [x.length / rows, bias.length];
  return Float64Array.from({ length: rows * outputs }, (_, at) => {
    const [row, output] = [Math.floor(at / outputs), at % outputs];
    let sum = bias[output]!;
    for (let input = 0; input < inputs; input++) sum += x[row * inputs + input]! * kernel[input * outputs + output]!;
    return sum;
  });
}

const relu = (values: Float64Array) => values.map((value) => Math.max(0, value));

describe.runIf(layers !== undefined)("layers by oneDNN", () => {
  it("are the float64 products of random dense layers, for several numbers of rows each, with a relu or without", () => {
    const size = (most: number) => fc.integer({ min: 1, max: most });
    fc.assert(
      fc.property(
        size(300),
        size(200),
        fc.array(size(70), { minLength: 2, maxLength: 4 }),
        fc.boolean(),
        (...sizes) => {
          const [inputs, outputs, counts, isRelu] = sizes;
          const kernel = numbers(inputs * outputs, 1);
          const bias = numbers(outputs, 2);
          const layer = layers!.dense(kernel, { inputs, outputs }, isRelu);
          for (const rows of [...counts, counts[0]!]) {
            const x = numbers(rows * inputs, 3);
            const y = run(layer, rows, x, bias, rows * outputs);
            // One row, and small products, are left to others.
            expect(y !== undefined).toBe(rows > 1 && rows * inputs * outputs >= 32_768);
            const sums = denseOracle(x, kernel, bias, rows);
            const expected = Float32Array.from(isRelu ? relu(sums) : sums);
            if (y !== undefined) expect(y).toBeAllClose(expected, { rtol: 1e-4, atol: 2e-5 });
          }
          layer.dispose();
        },
      ),
      { seed: 20150309, numRuns: 25 },
    );
  });

  it("are the float64 convolutions of random images, and of images of one channel", () => {
    const check = (testCase: ConvolutionCase, isRelu: boolean) => {
      const info = infoOf(testCase);
      const [x, filter, dy] = [info.inShape, info.filterShape, info.outShape].map((shape, salt) =>
        numbers(
          shape.reduce((product, one) => product * one, 1),
          salt,
        ),
      ) as [Float32Array, Float32Array, Float32Array];
      const bias = numbers(info.outChannels, 4);
      const layer = layers!.convolution(filter, info as WindowSizes, isRelu);
      const y = run(layer, info.batchSize, x, bias, dy.length);
      layer.dispose();
      const sums = convolutionOracle(testCase, false, { x, filter, dy }).y.map(
        (sum, at) => sum + bias[at % info.outChannels]!,
      );
      if (y !== undefined)
        expect(y).toBeAllClose(Float32Array.from(isRelu ? relu(sums) : sums), { rtol: 1e-4, atol: 2e-5 });
      return y !== undefined;
    };
    let done = 0;
    fc.assert(
      fc.property(RANDOM, fc.boolean(), ({ x: [images, ...sizes], ...testCase }, isRelu) => {
        if (check({ ...testCase, x: [9 * images, ...sizes] }, isRelu)) done++;
      }),
      { seed: 20150309, numRuns: 40 },
    );
    expect(done).toBeGreaterThan(10);
    for (const outputs of [8, 16, 20, 32]) {
      const digits: ConvolutionCase = { x: [3, 28, 28, 1], filter: [3, 3, outputs], strides: [1, 1], pad: "same" };
      expect(check(digits, true)).toBe(true);
    }
  });

  it("are the largest of windows, the margin left out", () => {
    // Windows of 3×2 over rows two apart, with one row above that does not count; all numbers are negative.
    const sizes = {
      ...{ inHeight: 20, inWidth: 22, inChannels: 9, outHeight: 10, outWidth: 11, outChannels: 9 },
      ...{ filterHeight: 3, filterWidth: 2, strideHeight: 2, strideWidth: 2, dilationHeight: 1, dilationWidth: 1 },
      padInfo: { top: 1, left: 0 },
    };
    const images = 9;
    const x = numbers(images * 20 * 22 * 9, 1).map((value) => value - 2);
    const expected = Float32Array.from({ length: images * 10 * 11 * 9 }, (_, at) => {
      const [channel, column] = [at % 9, Math.floor(at / 9) % 11];
      const [row, image] = [Math.floor(at / 99) % 10, Math.floor(at / 990)];
      let largest = -Infinity;
      for (let r = Math.max(0, 2 * row - 1); r < Math.min(20, 2 * row + 2); r++) {
        for (let c = 2 * column; c < 2 * column + 2; c++) {
          largest = Math.max(largest, x[((image * 20 + r) * 22 + c) * 9 + channel]!);
        }
      }
      return largest;
    });
    const layer = layers!.maxPooling(sizes);
    expect(run(layer, images, x, new Float32Array(0), expected.length)).toEqual(expected);
    layer.dispose();
  });

  it("hand on sums that are infinite or not a number, where no relu follows", () => {
    const layer = layers!.dense(new Float32Array(200 * 100).fill(2 ** 100), { inputs: 200, outputs: 100 }, false);
    const outcome = (first: number) => run(layer, 2, numbers(400, 1).fill(first, 0, 1), new Float32Array(100), 200)!;
    expect(outcome(1).every(Number.isFinite)).toBe(true);
    for (const [first, sum] of [
      [Number.NaN, Number.NaN],
      [Infinity, Infinity],
      [-(2 ** 30), -Infinity],
    ] as const) {
      expect(outcome(first).subarray(0, 100)).toEqual(new Float32Array(100).fill(sum));
      expect(outcome(first).subarray(100).every(Number.isFinite)).toBe(true);
    }
    layer.dispose();
  });

  it("give back what they hold, and may be disposed of twice", () => {
    const kernel = numbers(1000 * 1000, 1);
    const [x, bias] = [numbers(8 * 1000, 2), new Float32Array(1000)];
    const round = () => {
      const layer = layers!.dense(kernel, { inputs: 1000, outputs: 1000 }, true);
      run(layer, 8, x, bias, 8000);
      layer.dispose();
      layer.dispose();
    };
    for (let warm = 0; warm < 3; warm++) round();
    const before = process.memoryUsage().rss;
    // Each holds four megabytes of weights.
    for (let more = 0; more < 30; more++) round();
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * 2 ** 20);
  });
});
