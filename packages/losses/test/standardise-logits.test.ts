import { expectGradient, standardiseLogitsOracle } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { standardiseLogits } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

const standard = (rows: number[][]) => valuesOf(() => standardiseLogits(tf.tensor2d(rows)));
// Gradients are checked value by value, so a fixed combination of each row stands for it.
const FACTORS = [1, -2, 3, 0.5, 0];
const combined = (rows: readonly number[][]) =>
  rows.map((row) => row.reduce((sum, cell, column) => sum + cell * FACTORS[column]!, 0));

describe("standardiseLogits(logits)", () => {
  it("gives each row mean 0 and variance 1, worked by hand", () => {
    // Mean 3, σ = √((4 + 1 + 9) / 3).
    const sigma = Math.sqrt(14 / 3);
    expect(standard([[1, 2, 6]])).toBeAllClose([-2 / sigma, -1 / sigma, 3 / sigma]);
  });

  it("agrees with a float64 oracle at every shape and scale", () => {
    const property = fc.property(pairs, ({ student }) => {
      expect(standard(student)).toBeAllClose(standardiseLogitsOracle(student).flat(), { rtol: 1e-5, atol: 2e-6 });
    });
    fc.assert(property, FIXED);
  });

  it("has the exact gradient", () => {
    const call = (z: tf.Tensor2D) => tf.sum(tf.mul(standardiseLogits(z), tf.tensor1d(FACTORS)), 1);
    expectGradient(call, [randomRows(1, 3, 5, 2)], { oracle: (z) => combined(standardiseLogitsOracle(z!)) });
  });

  it("ignores shift and scale of a row", () => {
    const rows = randomRows(2, 3, 5);
    const moved = rows.map((row) => row.map((cell) => Math.fround(4 * cell + 16)));
    expect(standard(moved)).toBeAllClose(standard(rows), { rtol: 1e-4, atol: 1e-5 });
  });

  it("makes equal logits 0, with gradients of 0", () => {
    expect(standard([[0.1, 0.1, 0.1]])).toEqual([0, 0, 0]);
    const weighted = (z: tf.Tensor2D) => tf.mul(standardiseLogits(z), tf.tensor1d([1, 2, 3]));
    expect(
      gradientsOf(weighted, [[0.1, 0.1, 0.1]])
        .flat(2)
        .map(Math.abs),
    ).toEqual([0, 0, 0]);
  });

  it("leaves a masked class at −∞ and out of mean and deviation", () => {
    expect(standard([[1, -Infinity, 2, 6]])).toBeAllClose([
      standard([[1, 2, 6]])[0]!,
      -Infinity,
      ...standard([[1, 2, 6]]).slice(1),
    ]);
    const weighted = (factors: number[]) => (z: tf.Tensor2D) =>
      tf.sum(tf.mul(tf.relu(standardiseLogits(z)), tf.tensor1d(factors)), 1);
    const [[a, b, c]] = gradientsOf(weighted([1, 2, 3]), [[1, 2, 6]])[0] as [[number, number, number]];
    expect(gradientsOf(weighted([1, 9, 2, 3]), [[1, -Infinity, 2, 6]])[0]).toBeAllClose([[a, 0, b, c]]);
  });

  it("stays finite for logits of ±1e4", () => {
    expect(standard([[1e4, -1e4]])).toBeAllClose([1, -1]);
    const weighted = (z: tf.Tensor2D) => tf.mul(standardiseLogits(z), tf.tensor1d([1, 2, 3]));
    expect(
      gradientsOf(weighted, [[1e4, -1e4, 0]])
        .flat(2)
        .every(Number.isFinite),
    ).toBe(true);
  });
});
