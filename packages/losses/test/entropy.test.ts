import { entropyOracle, expectGradient, type Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entropy } from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, permuted, randomRows } from "./support/rows.ts";

const at = (temperature: number) => (logits: tf.Tensor2D) => entropy(logits, { temperature });
const entropyOf = (logits: Rows, temperature: number) => valuesOf(() => at(temperature)(tf.tensor2d(logits)));
const { log } = Math;

describe("entropy(logits, {temperature})", () => {
  it("is −Σ p log p in nats, worked by hand", () => {
    // p = (¼, ¾): ¼ log 4 + ¾ log(4/3).
    expect(entropyOf([[0, log(3)]], 1)).toBeAllClose([0.25 * log(4) + 0.75 * log(4 / 3)]);
    // z / 2 = (0, log 4): p = (⅕, ⅘), and no factor T².
    expect(entropyOf([[0, log(16)]], 2)).toBeAllClose([0.2 * log(5) + 0.8 * log(5 / 4)]);
  });

  it("is log classes for equal logits and 0 for a row that is certain", () => {
    expect(entropyOf([[7, 7, 7, 7]], 3)).toBeAllClose([log(4)]);
    expect(entropyOf([[0, 1e4, 0]], 1)).toEqual([0]);
  });

  it("agrees with a float64 oracle at every shape, spread and temperature", () => {
    fc.assert(
      fc.property(pairs, ({ student, temperature }) => {
        const expected = entropyOracle(student, temperature);
        expect(entropyOf(student, temperature)).toBeAllClose(expected, { rtol: 1e-5, atol: 1e-6 });
      }),
      FIXED,
    );
  });

  it("rises with the temperature", () => {
    const logits = randomRows(4, 1, 10, 5);
    const entropies = [0.1, 0.5, 1, 2, 5, 20, 100].map((temperature) => entropyOf(logits, temperature)[0]!);
    expect(entropies).toEqual([...entropies].sort((a, b) => a - b));
    expect(new Set(entropies).size).toBe(7);
  });

  it("does not depend on the order of the classes", () => {
    const logits = randomRows(5, 2, 4, 2);
    expect(entropyOf(permuted(logits, [2, 0, 3, 1]), 2)).toBeAllClose(entropyOf(logits, 2), { rtol: 1e-6 });
  });

  it.each([0.5, 1, 4, 20])("has the exact gradient at T = %d", (temperature) => {
    expectGradient(at(temperature), [randomRows(3, 3, 5, 3)], {
      oracle: (logits) => entropyOracle(logits!, temperature),
    });
  });

  it.each([1e-3, 1, 1e3])("stays finite for logits of ±1e4 at T = %d, value and gradient", (temperature) => {
    const logits = [[1e4, -1e4, 9999]];
    expect(entropyOf(logits, temperature)).toBeAllClose(entropyOracle(logits, temperature), { rtol: 1e-5 });
    expect(gradientsOf(at(temperature), logits).flat(2).every(Number.isFinite)).toBe(true);
  });

  it("leaves out a masked class", () => {
    expect(entropyOf([[0, -Infinity, log(3)]], 2)).toBeAllClose(entropyOf([[0, log(3)]], 2));
    const [[[first, last]]] = gradientsOf(at(2), [[0, log(3)]]) as [[[number, number]]];
    expect(gradientsOf(at(2), [[0, -Infinity, log(3)]])[0]).toBeAllClose([[first, 0, last]]);
  });
});
