import { createRandom } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { packModel, type QuantiseWeightsOptions, quantiseWeights, unpackModel } from "../src/index.ts";
import { valuesOf } from "./support.ts";

/** Dense layers without bias, one after another. */
const chain = (...kernels: number[][][]) =>
  sequential({
    layers: kernels.map((kernel, index) =>
      layers.dense({
        ...{ name: `dense_${index}`, units: kernel[0]!.length, useBias: false, inputShape: [kernel.length] },
        weights: [tf.tensor2d(kernel)],
      }),
    ),
  });

/** The columns of the first kernel before and after. */
async function columns(kernel: number[][], options: QuantiseWeightsOptions) {
  const model = chain(kernel);
  const quantised = await quantiseWeights(model, options);
  const [before, after] = [(await valuesOf(model))[0]!, (await valuesOf(quantised))[0]!];
  model.dispose();
  quantised.dispose();
  const units = kernel[0]!.length;
  const column = (values: Float32Array, unit: number) => Array.from(values).filter((_, at) => at % units === unit);
  return kernel[0]!.map((_, unit) => ({ before: column(before, unit), after: column(after, unit) }));
}

const error = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, at) => sum + (value - b[at]!) ** 2, 0);
const random = createRandom(8);
const kernelOf = (rows: number, units: number) =>
  Array.from({ length: rows }, () => Array.from({ length: units }, (_, unit) => random.normal() * 3 ** -unit));

describe("quantiseWeights(model, { bits })", () => {
  test("by hand: steps of a third of the largest weight, and of a channel of zeros", async () => {
    const [a, b, zeros] = await columns(
      [
        [3, -0.75, 0],
        [1.4, 0.3, 0],
        [-1.6, 0.4, 0],
        [0.4, 0.1, 0],
      ],
      { bits: 3 },
    );
    expect(a!.after).toEqual([3, 1, -2, 0]);
    expect(b!.after).toEqual([-0.75, 0.25, 0.5, 0]);
    expect(zeros!.after).toEqual([0, 0, 0, 0]);
  });

  test.each([2, 3, 4, 8])("of %d bits takes the nearest of all multiples, in float64", async (bits) => {
    const most = 2 ** (bits - 1) - 1;
    for (const { before, after } of await columns(kernelOf(30, 4), { bits })) {
      const largest = Math.max(...before.map(Math.abs));
      const step = largest / most;
      const codes = Array.from({ length: 2 * most + 1 }, (_, index) => index - most);
      before.forEach((value, at) => {
        const nearest = Math.min(...codes.map((code) => Math.abs(value - code * step)));
        // The step has 16 bits.
        expect(Math.abs(Math.abs(after[at]! - value) - nearest)).toBeLessThan(largest * 2 ** -15);
        expect(after[at]! / step).toBeCloseTo(Math.round(after[at]! / step), 1);
      });
      expect(new Set(after).size).toBeLessThanOrEqual(2 * most + 1);
    }
  });

  test('calibration "mse" leaves nearly the least squared error of all steps', async () => {
    const kernel = kernelOf(60, 3);
    for (const bits of [2, 4]) {
      const most = 2 ** (bits - 1) - 1;
      const least = await columns(kernel, { bits, calibration: "mse" });
      const whole = await columns(kernel, { bits });
      for (const [unit, { before, after }] of least.entries()) {
        const largest = Math.max(...before.map(Math.abs));
        const errors = Array.from({ length: 2000 }, (_, index) => {
          const step = (largest * (index + 1)) / 2000 / most;
          return error(
            before,
            before.map((value) => Math.max(-most, Math.min(most, Math.round(value / step))) * step),
          );
        });
        expect(error(before, after)).toBeLessThan(Math.min(...errors) * 1.05);
        expect(error(before, after)).toBeLessThanOrEqual(error(before, whole[unit]!.after));
      }
    }
  });

  test("calibration by a percentile clips what is larger, by hand", async () => {
    const kernel = [9, 1, -2, 3, -4, 5, 6, -7, 2, 3].map((value) => [value]);
    // The ninth of ten magnitudes is 7.
    const [unit] = await columns(kernel, { bits: 4, calibration: { percentile: 90 } });
    expect(unit!.after).toEqual([7, 1, -2, 3, -4, 5, 6, -7, 2, 3]);
    const [all] = await columns(kernel, { bits: 4, calibration: { percentile: 100 } });
    expect(all!.after[0]).toBeCloseTo(9, 3);
  });

  test("of layers by name; and packed into so many bits, without loss", async () => {
    const model = chain(kernelOf(64, 32), kernelOf(32, 2));
    const quantised = await quantiseWeights(model, { bits: { dense_0: 4 } });
    expect((await valuesOf(quantised))[1]).toEqual((await valuesOf(model))[1]);
    const packed = await packModel(quantised);
    const weights = packed.length - 13 - new DataView(packed.buffer).getUint32(5, true);
    // Half a byte for each, a step for each unit, and the second layer.
    expect(weights).toBe((64 * 32) / 2 + 4 * 32 + 4 * 64);
    const unpacked = await unpackModel(packed);
    expect(await valuesOf(unpacked)).toEqual(await valuesOf(quantised));
    const again = await quantiseWeights(quantised, { bits: { dense_0: 4 } });
    expect(await valuesOf(again)).toEqual(await valuesOf(quantised));
    for (const one of [model, quantised, unpacked, again]) one.dispose();
  });

  test("takes no tensors but the weights of the result", async () => {
    const model = chain([[1, 2]]);
    const tensors = tf.memory().numTensors;
    (await quantiseWeights(model, { bits: 4 })).dispose();
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
  });

  test.each<[object, string]>([
    [{}, "bits must be an integer, at least 2 and at most 8, got undefined"],
    [{ bits: 1 }, "bits must be an integer, at least 2 and at most 8, got 1"],
    [{ bits: { dense_0: 9 } }, "bits.dense_0 must be an integer, at least 2 and at most 8, got 9"],
    [{ bits: { dense_1: 4 } }, 'bits must name layers with kernels (did you mean "dense_0"?), got "dense_1"'],
    [{ bits: 4, calibration: "max" }, 'calibration must be one of "min-max", "mse", got "max"'],
    [
      { bits: 4, calibration: { percentile: 0 } },
      "calibration.percentile must be a positive finite number, at most 100, got 0",
    ],
  ])("%j", async (options, message) => {
    const model: LayersModel = chain([[1, 2]]);
    await expect(quantiseWeights(model, options as QuantiseWeightsOptions)).rejects.toThrow(
      `quantiseWeights: ${message}`,
    );
  });
});
