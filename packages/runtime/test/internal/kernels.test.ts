import { createRandom } from "@dark-knowledge/core";
import { useRelaxedSimd } from "@dark-knowledge/testing/node";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, test } from "vitest";
import { artifactsOf } from "../../src/artifacts-of.ts";
import { compileModel } from "../../src/compile-model.ts";
import { type Kernels, startKernels } from "../../src/internal/kernels.ts";
import { packPanels, padToPanel } from "../../src/internal/pack-panels.ts";
import { differenceFromTfjs } from "../fixtures/compare-with-tfjs.ts";

useRelaxedSimd();

const random = createRandom(5);
const upTo = (most: number) => 1 + Math.floor(random.uniform() * most);
const numbers = (count: number) =>
  Float32Array.from({ length: count }, () => (random.uniform() < 0.3 ? 0 : random.normal()));

/** Rounding of float32 sums of a few hundred products, relative to the sum of their sizes. */
const TOLERANCE = 2e-6;

describe.each([
  ["products and sums rounded each", false],
  ["products and sums rounded once", true],
])("the kernels, %s", (_, isFused) => {
  let kernels: Kernels;
  let floats: Float32Array;
  let next: number;
  const place = (values: Float32Array) => {
    const at = next;
    floats.set(values, at / 4);
    next += 4 * values.length + 64;
    return at;
  };
  const room = (count: number) => place(new Float32Array(count).fill(Number.NaN));
  beforeAll(() => {
    const started = startKernels(2 ** 21, isFused);
    kernels = started.kernels;
    floats = new Float32Array(started.memory);
  });
  const fresh = () => {
    next = 1024;
  };
  const read = (at: number, count: number) => floats.subarray(at / 4, at / 4 + count);

  test("multiplyAndActivate is a sum over the inputs for any size, with zeros or without", () => {
    for (let round = 0; round < 40; round++) {
      fresh();
      const [rows, inner, outputs] = [upTo(7), upTo(70), upTo(70)] as const;
      const [x, w, bias] = [numbers(rows * inner), numbers(inner * outputs), numbers(outputs)] as const;
      const isRelu = random.uniform() < 0.5;
      const [atX, panels, biases, list] = [
        place(x),
        place(packPanels(w, outputs)),
        place(padToPanel(bias)),
        room(2 * inner),
      ];
      const y = room(rows * outputs + 16);
      kernels.multiplyAndActivate(atX, rows, inner, panels, biases, isRelu, y, outputs, random.uniform() < 0.5, list);
      let worst = 0;
      read(y, rows * outputs).forEach((value, at) => {
        const [row, column] = [Math.floor(at / outputs), at % outputs];
        let [sum, size] = [bias[column]!, Math.abs(bias[column]!)];
        // From the last input to the first, in float64.
        for (let p = inner - 1; p >= 0; p--) {
          const product = x[row * inner + p]! * w[p * outputs + column]!;
          [sum, size] = [sum + product, size + Math.abs(product)];
        }
        worst = Math.max(worst, Math.abs(value - (isRelu ? Math.max(0, sum) : sum)) / (size || 1));
      });
      expect(worst).toBeLessThan(TOLERANCE);
      // Nothing is written behind the result.
      expect(read(y + 4 * rows * outputs, 16).every(Number.isNaN)).toBe(true);
    }
  });

  test("a softmax has the shares of exp, and passes of one number each are those of Math", () => {
    for (let round = 0; round < 20; round++) {
      fresh();
      const [rows, columns] = [upTo(4), upTo(40)];
      const x = numbers(rows * columns).map((value) => 10 * value);
      const y = place(x);
      kernels.softmaxRows(y, rows, columns);
      for (let row = 0; row < rows; row++) {
        const powers = Array.from(x.subarray(row * columns, (row + 1) * columns), (value) => Math.exp(value));
        const total = powers.reduce((sum, power) => sum + power, 0);
        expect(read(y + 4 * row * columns, columns)).toBeAllClose(
          Float32Array.from(powers, (power) => power / total),
          { rtol: 3e-6, atol: 1e-30 },
        );
      }
      for (const [number, oracle] of Object.entries(ACTIVATIONS)) {
        const at = place(x);
        kernels.activateAll(at, x.length, Number(number));
        expect(read(at, x.length)).toBeAllClose(Float32Array.from(x, oracle), {
          ...{ rtol: 1e-6, atol: Number(number) === 4 ? 1e-7 : 1e-37 },
        });
      }
    }
  });

  test("pooling takes what lies in a window", () => {
    for (let round = 0; round < 20; round++) {
      fresh();
      const [channels, rows, columns] = [upTo(9), 2 + upTo(5), 2 + upTo(5)] as const;
      const [down, across, height, width] = [upTo(3), upTo(3), upTo(3), upTo(3)] as const;
      const [top, left] = [upTo(height) - 1, upTo(width) - 1] as const;
      const outRows = Math.floor((rows + top - 1) / down) + 1;
      const outColumns = Math.floor((columns + left - 1) / across) + 1;
      const x = numbers(2 * rows * columns * channels);
      const at = place(x);
      const windows = [channels, rows, columns, outRows, outColumns, down, across, height, width, top, left] as const;
      const [most, mean] = [room(2 * outRows * outColumns * channels), room(2 * outRows * outColumns * channels)];
      kernels.maxPool(at, 2, ...windows, most);
      kernels.averagePool(at, 2, ...windows, mean);
      let worst = 0;
      for (let place = 0; place < 2 * outRows * outColumns * channels; place++) {
        const channel = place % channels;
        const pixel = Math.floor(place / channels);
        const [c, r] = [pixel % outColumns, Math.floor(pixel / outColumns) % outRows];
        const image = Math.floor(pixel / outColumns / outRows);
        const inside: number[] = [];
        for (let row = 0; row < rows; row++) {
          for (let column = 0; column < columns; column++) {
            const [dy, dx] = [row - (r * down - top), column - (c * across - left)];
            if (dy < 0 || dy >= height || dx < 0 || dx >= width) continue;
            inside.push(x[((image * rows + row) * columns + column) * channels + channel]!);
          }
        }
        if (inside.length === 0) continue;
        const sum = inside.reduce((total, value) => total + value, 0);
        const differences = [
          floats[most / 4 + place]! - Math.max(...inside),
          floats[mean / 4 + place]! - sum / inside.length,
        ];
        worst = Math.max(worst, ...differences.map(Math.abs));
      }
      expect(worst).toBeLessThan(1e-6);
    }
  });

  test("whole nets are those of tfjs, and keep their bits in other batches", async () => {
    const create = () =>
      sequential({
        layers: [
          layers.conv2d({ filters: 11, kernelSize: 3, padding: "same", activation: "relu", inputShape: [9, 8, 2] }),
          layers.batchNormalization(),
          layers.maxPooling2d({ poolSize: 2 }),
          layers.flatten(),
          layers.dense({ units: 37, activation: "tanh" }),
          layers.dense({ units: 5, activation: "softmax" }),
        ],
      });
    expect(await differenceFromTfjs(create(), 11, random, { fusedMultiplyAdd: isFused })).toBeLessThan(3e-6);
    const net = compileModel(await artifactsOf(create()), { fusedMultiplyAdd: isFused });
    expect(net.fusedMultiplyAdd).toBe(isFused);
    const x = numbers(7 * 144);
    const all = net.predict(x);
    for (let row = 0; row < 7; row++) {
      expect(net.predict(x.subarray(144 * row, 144 * (row + 1)))).toEqual(all.slice(5 * row, 5 * (row + 1)));
    }
  });
});

const ACTIVATIONS: Readonly<Record<number, (x: number) => number>> = {
  0: (x) => x,
  1: (x) => Math.max(0, x),
  2: Math.tanh,
  3: (x) => 1 / (1 + Math.exp(-x)),
  4: (x) => Math.min(1, Math.max(0, 0.2 * x + 0.5)),
};
