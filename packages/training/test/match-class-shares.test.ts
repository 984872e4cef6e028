import { createMatrix, createRandom, type Matrix } from "@dark-knowledge/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchClassShares } from "../src/index.ts";

/** Mean softmax of logits with biases, written with plain exponentials. */
function meanProbs({ rows, columns, data }: Matrix, biases: ArrayLike<number>): number[] {
  const means = new Array<number>(columns).fill(0);
  for (let row = 0; row < rows; row++) {
    const line = Array.from(data.slice(row * columns, (row + 1) * columns), (logit, c) => logit + biases[c]!);
    const most = Math.max(...line);
    const exps = line.map((logit) => Math.exp(logit - most));
    const sum = exps.reduce((a, b) => a + b);
    exps.forEach((exp, column) => {
      means[column]! += exp / sum / rows;
    });
  }
  return means;
}

function randomLogits(rows: number, columns: number, scale: number, seed: number): Matrix {
  const random = createRandom(seed);
  return createMatrix(
    rows,
    columns,
    Float32Array.from({ length: rows * columns }, () => scale * random.normal()),
  );
}

describe("matchClassShares(logits, { classes, shares })", () => {
  test("moves equal odds to the wanted ones, by hand", () => {
    // 0.2 against 0.8 shared by two classes with equal logits: odds of 1:2 on each, so log(1/2).
    const { biases, difference } = matchClassShares(createMatrix(1, 3, new Float32Array(3)), {
      classes: [2],
      shares: [0.2],
    });
    expect(Array.from(biases)).toEqual([0, 0, expect.closeTo(Math.log(0.5), 12)]);
    expect(difference).toBeLessThan(1e-12);
  });

  test("gives every named class its share, for logits near and far apart", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0.01, 1, 10, 1000),
        fc.integer({ min: 3, max: 8 }),
        fc.integer({ min: 1, max: 2 ** 31 }),
        (scale, columns, seed) => {
          const random = createRandom(seed);
          const logits = randomLogits(60, columns, scale, seed);
          const classes = Array.from(random.permutation(columns)).slice(0, 1 + random.integer(columns - 1));
          const shares = classes.map(() => (0.05 + 0.9 * random.uniform()) / columns);
          const { biases, difference } = matchClassShares(logits, { classes, shares });
          const means = meanProbs(logits, biases);
          classes.forEach((column, index) => {
            // With logits in the thousands the shares jump within a few roundings of a bias.
            const allowed = scale < 1000 ? 1e-8 : 1e-2;
            expect(Math.abs(means[column]! - shares[index]!)).toBeLessThan(allowed);
            expect(difference).toBeLessThan(allowed);
          });
          biases.forEach((bias, column) => {
            if (!classes.includes(column)) expect(bias).toBe(0);
          });
        },
      ),
      { seed: 20150309, numRuns: 100 },
    );
  });

  test("finds the bias that was taken away", () => {
    const logits = randomLogits(500, 5, 2, 3);
    const shares = meanProbs(logits, new Float64Array(5));
    const lowered = logits.data.map((logit, index) => (index % 5 === 3 ? logit - 3.5 : logit));
    const { biases } = matchClassShares(createMatrix(500, 5, lowered), { classes: [3], shares: [shares[3]!] });
    expect(biases[3]).toBeCloseTo(3.5, 5);
  });

  test("leaves the logits as they are", () => {
    const logits = randomLogits(10, 4, 1, 5);
    const before = logits.data.slice();
    matchClassShares(logits, { classes: [0, 1], shares: [0.1, 0.1] });
    expect(logits.data).toEqual(before);
  });

  test("names what is wrong", () => {
    const logits = createMatrix(1, 3, new Float32Array(3));
    const call = (classes: number[], shares: number[], given: Matrix = logits) =>
      expect(() => matchClassShares(given, { classes, shares }));
    call([], []).toThrow("matchClassShares: classes must name from 1 to 2 of the 3 classes, got 0");
    call([0, 1, 2], [0.1, 0.1, 0.1]).toThrow("matchClassShares: classes must name from 1 to 2 of the 3 classes, got 3");
    call([3], [0.1]).toThrow("matchClassShares: classes[0] must be an integer, at least 0 and below 3, got 3");
    call([1, 1], [0.1, 0.1]).toThrow("matchClassShares: classes must name each class once, got 1 twice");
    call([1], []).toThrow("matchClassShares: shares must have length 1 (as classes), got 0");
    call([1], [1]).toThrow("matchClassShares: shares[0] must be a positive finite number, below 1, got 1");
    call([0, 1], [0.5, 0.5]).toThrow(
      "matchClassShares: shares must sum to less than 1, so that other classes have a share, got 1",
    );
    // Added in float64 they are less than 1.
    call([0, 1, 2], [0.3, 0.6, 0.1], createMatrix(1, 4, new Float32Array(4))).toThrow(
      "matchClassShares: shares must sum to less than 1, so that other classes have a share, got 0.9999999999999999",
    );
    call([1], [0.5], createMatrix(1, 3, Float32Array.of(0, Number.NaN, 0))).toThrow(
      "matchClassShares: logits must be finite, got NaN in row 0",
    );
    call([1], [0.5], createMatrix(0, 3, new Float32Array(0))).toThrow(
      "matchClassShares: logits must have at least one example, got 0",
    );
  });
});
