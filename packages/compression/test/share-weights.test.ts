import { createRandom } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { model as graph, input, type LayersModel, layers, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { type ShareWeightsOptions, shareWeights } from "../src/index.ts";
import { clusterValues, nearestCentre } from "../src/internal/cluster-values.ts";
import { valuesOf } from "./support.ts";

/** Dense layers side by side, each with a kernel of one row. */
function modelOf(...kernels: number[][]): LayersModel {
  const x = input({ shape: [1] });
  const outputs = kernels.map(
    (values, index) =>
      layers
        .dense({
          ...{ name: `dense_${index}`, units: values.length, useBias: false },
          weights: [tf.tensor2d(values, [1, values.length])],
        })
        .apply(x) as SymbolicTensor,
  );
  return graph({ inputs: x, outputs });
}

/** The least sum of squared distances to the means of so many intervals of sorted values, by trying all borders. */
function leastSpread(sorted: readonly number[], clusters: number): number {
  const spread = (part: readonly number[]) => {
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    return part.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  };
  if (clusters === 1) return spread(sorted);
  let least = Infinity;
  for (let border = 1; border <= sorted.length - clusters + 1; border++) {
    least = Math.min(least, spread(sorted.slice(0, border)) + leastSpread(sorted.slice(border), clusters - 1));
  }
  return least;
}

const spreadOf = (values: ArrayLike<number>, shared: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value, index) => sum + (value - shared[index]!) ** 2, 0);

describe("shareWeights(model, { bits })", () => {
  test("by hand", async () => {
    // {0.5, 1, 4.5} and {10}: 9.5; {0.5, 1} and {4.5, 10}: 15.25. {1, 2, 3} and {−1}: 2; {−1, 1} and {2, 3}: 2.5.
    const model = modelOf([0.5, 1, 4.5, 10], [1, 2, 3, -1]);
    const shared = await shareWeights(model, { bits: 1 });
    expect((await valuesOf(shared)).map((values) => [...values])).toEqual([
      [2, 2, 2, 10],
      [2, 2, 2, -1],
    ]);
    model.dispose();
    shared.dispose();
  });

  test("has the least squared error of all codebooks, for random weights, by trying all", async () => {
    const random = createRandom(2);
    for (let round = 0; round < 20; round++) {
      const values = Array.from({ length: 4 + random.integer(8) }, () => random.normal() * 10 ** random.integer(3));
      const bits = 1 + random.integer(2);
      const model = modelOf(values);
      const shared = await shareWeights(model, { bits });
      const [before, after] = [(await valuesOf(model))[0]!, (await valuesOf(shared))[0]!];
      expect(new Set(after).size).toBeLessThanOrEqual(2 ** bits);
      const least = leastSpread(
        [...before].sort((a, b) => a - b),
        Math.min(before.length, 2 ** bits),
      );
      expect(spreadOf(before, after)).toBeLessThan(least * (1 + 1e-6) + 1e-10);
      model.dispose();
      shared.dispose();
    }
  });

  test("leaves zeros, other layers, and what has few values already", async () => {
    const model = modelOf([0, 5, 1, 2, 0, 10], [1, 2, 3], [7, 7, 8]);
    const shared = await shareWeights(model, { bits: { dense_0: 1, dense_2: 3 } });
    const third = 8 / 3;
    expect((await valuesOf(shared)).map((values) => [...values])).toEqual([
      [0, Math.fround(third), Math.fround(third), Math.fround(third), 0, 10],
      [1, 2, 3],
      [7, 7, 8],
    ]);
    const again = await shareWeights(shared, { bits: 1 });
    expect([...(await valuesOf(again))[0]!]).toEqual([...(await valuesOf(shared))[0]!]);
    for (const one of [model, shared, again]) one.dispose();
  });

  test("of more weights than all can be tried for, is nearly as good", () => {
    const random = createRandom(3);
    const values = Float32Array.from({ length: 4000 }, () => random.normal());
    const [some, all] = [clusterValues(values, 16, 16 * 500), clusterValues(values, 16)] as const;
    const errorOf = (centres: Float32Array) =>
      spreadOf(
        values,
        values.map((value) => centres[nearestCentre(centres, value)]!),
      );
    expect(errorOf(some)).toBeLessThan(errorOf(all) * 1.01);
    expect(errorOf(some)).toBeGreaterThanOrEqual(errorOf(all));
    // Lloyd's iteration has ended: each centre is the mean of its values.
    const [sums, counts] = [new Float64Array(16), new Float64Array(16)];
    for (const value of values) {
      const code = nearestCentre(some, value);
      sums[code]! += value;
      counts[code]!++;
    }
    expect(some).toBeAllClose(
      Float32Array.from(sums, (sum, code) => sum / counts[code]!),
      { rtol: 1e-3, atol: 1e-3 },
    );
  });

  test("nearestCentre is the one with the least distance", () => {
    const centres = [-2, 0, 1, 5];
    expect([-9, -1.1, -0.9, 0.4, 0.6, 2.9, 3.1, 99].map((value) => nearestCentre(centres, value))).toEqual([
      0, 0, 1, 1, 2, 2, 3, 3,
    ]);
  });

  test.each<[object, string]>([
    [{}, "bits must be an integer, at least 1 and at most 8, got undefined"],
    [{ bits: 9 }, "bits must be an integer, at least 1 and at most 8, got 9"],
    [{ bits: { dense_0: 0 } }, "bits.dense_0 must be an integer, at least 1 and at most 8, got 0"],
    [{ bits: { dense_1: 1 } }, 'bits must name layers with kernels (did you mean "dense_0"?), got "dense_1"'],
  ])("%j", async (options, message) => {
    await expect(shareWeights(modelOf([1, 2]), options as ShareWeightsOptions)).rejects.toThrow(
      `shareWeights: ${message}`,
    );
  });
});
