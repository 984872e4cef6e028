import { createRandom } from "@dark-knowledge/core";
import { useRelaxedSimd } from "@dark-knowledge/testing/node";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, test } from "vitest";
import { artifactsOf } from "../../src/artifacts-of.ts";
import { compileModel } from "../../src/compile-model.ts";
import { type Kernels, startKernels } from "../../src/internal/kernels.ts";
import { packLists } from "../../src/internal/pack-lists.ts";
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
  const place = (values: Float32Array | Uint8Array) => {
    const at = next;
    new Uint8Array(floats.buffer).set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    next += 4 * Math.ceil(values.byteLength / 4) + 64;
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

  test("largestMagnitude is the largest of any number of floats, infinity, or NaN before all", () => {
    const bits = new DataView(new ArrayBuffer(4));
    for (let count = 0; count < 40; count++) {
      fresh();
      // Any bits but those of infinity and NaN, so that the smallest and the largest floats are among them.
      const values = Float32Array.from({ length: count }, () => {
        bits.setUint32(0, Math.floor(random.uniform() * 2 ** 32));
        return Number.isFinite(bits.getFloat32(0)) ? bits.getFloat32(0) : -0;
      });
      const at = place(values);
      const expected = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(kernels.largestMagnitude(at, count)).toBe(expected);
      if (count === 0) continue;
      // What lies behind is not looked at.
      floats[at / 4 + count] = Number.NaN;
      floats[at / 4 + upTo(count) - 1] = -Infinity;
      expect(kernels.largestMagnitude(at, count)).toBe(Infinity);
      new Uint8Array(floats.buffer).set([0x01, 0x00, 0x80, 0xff], at + 4 * (upTo(count) - 1));
      expect(kernels.largestMagnitude(at, count)).toBeNaN();
    }
  });

  /** The results of a dense layer from lists of its weights, and from all of them. */
  const bothProducts = (x: Float32Array, rows: number, w: Float32Array, bias: Float32Array, isRelu: boolean) => {
    fresh();
    const [inner, outputs] = [x.length / rows, bias.length];
    const [atX, panels, biases, list] = [
      ...[place(x), place(packPanels(w, outputs)), place(padToPanel(bias)), room(2 * inner)],
    ] as [number, number, number, number];
    const byInput = place(packLists(w, outputs, { axis: "rows", multiple: 3 }));
    const byOutput = place(packLists(w, outputs, { axis: "columns", multiple: 1 }));
    const lent = room(16 * (inner + outputs + 2));
    const behind = room(16);
    const [dense, sparse] = [room(rows * outputs), room(rows * outputs + 16)];
    kernels.multiplyAndActivate(atX, rows, inner, panels, biases, isRelu, dense, outputs, true, list);
    kernels.multiplySparse(atX, rows, inner, byInput, byOutput, biases, isRelu, sparse, outputs, lent);
    // Nothing is written behind the result, or behind the room.
    expect([...read(sparse + 4 * rows * outputs, 16), ...read(behind, 16)].every(Number.isNaN)).toBe(true);
    return { dense: read(dense, rows * outputs), sparse: read(sparse, rows * outputs) };
  };

  test("multiplySparse is a sum over the inputs for any size and share of zeros, with the bits of multiplyAndActivate", () => {
    for (let round = 0; round < 80; round++) {
      const [rows, inner, outputs] = [upTo(40), upTo(70), upTo(70)] as const;
      const share = [0, 0.05, 0.3, 1][round % 4]!;
      // Some outputs have no inputs at all.
      const isRemoved = Array.from({ length: outputs }, () => random.uniform() < 0.2);
      const w = numbers(inner * outputs).map((value, at) =>
        isRemoved[at % outputs] || random.uniform() >= share ? 0 : value,
      );
      const [x, bias] = [numbers(rows * inner), numbers(outputs)] as const;
      const isRelu = random.uniform() < 0.5;
      const { dense, sparse } = bothProducts(x, rows, w, bias, isRelu);
      expect(sparse).toEqual(dense);
      let worst = 0;
      sparse.forEach((value, at) => {
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
    }
  });

  test("multiplySparse hands NaN and infinity on where there is a weight, for one row and for many, and nowhere else", () => {
    // The outputs have the first input, the second, both, and none.
    const w = Float32Array.of(2, 0, 3, 0, 0, 5, -4, 0);
    const bias = Float32Array.of(0, 0, 0, 1);
    for (const rows of [1, 2, 3, 6, 11, 16, 19]) {
      for (const [wrong, expected] of [
        [Number.NaN, [Number.NaN, 5, Number.NaN, 1]],
        [Infinity, [Infinity, 5, Infinity, 1]],
        [-Infinity, [-Infinity, 5, -Infinity, 1]],
      ] as const) {
        const x = new Float32Array(2 * rows).fill(1);
        x[2 * (rows - 1)] = wrong;
        const { sparse } = bothProducts(x, rows, w, bias, false);
        const others = Array.from({ length: rows - 1 }, () => [2, 5, -1, 1]).flat();
        expect([...sparse]).toEqual([...others, ...expected]);
      }
      // A relu keeps NaN.
      const x = new Float32Array(2 * rows).fill(Number.NaN);
      expect([...bothProducts(x, rows, w, bias, true).sparse.subarray(0, 4)]).toEqual([
        ...[Number.NaN, Number.NaN, Number.NaN, 1],
      ]);
    }
  });

  test("multiplySparse takes extremes as they come", () => {
    const w = Float32Array.of(1e38, 0, 0, -1e-45);
    for (const rows of [1, 5]) {
      const x = Float32Array.from({ length: 2 * rows }, (_, at) => (at % 2 === 0 ? 100 : 1));
      const { dense, sparse } = bothProducts(x, rows, w, Float32Array.of(0, -0), false);
      expect([...sparse.subarray(0, 2)]).toEqual([Infinity, Math.fround(-1e-45)]);
      expect(sparse).toEqual(dense);
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
