import { deserialize, serialize } from "node:v8";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CovarianceAccumulator, createCovarianceAccumulator } from "../src/index.ts";
import { expectClose, messageOf, randomProbs, topKOf } from "./support.ts";

const SEED = 20_150_309;

/** Two passes, exact but for float64's rounding: the sums are of centred numbers, compensated as Neumaier does it. */
function twoPasses(probs: Float32Array, classCount: number): Float64Array {
  const rows = probs.length / classCount;
  const sum = (term: (row: number) => number) => {
    let [total, lost] = [0, 0];
    for (let row = 0; row < rows; row++) {
      const value = term(row);
      const next = total + value;
      lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
      total = next;
    }
    return total + lost;
  };
  const mean = Array.from({ length: classCount }, (_, i) => sum((row) => probs[row * classCount + i]!) / rows);
  const centred = (row: number, i: number) => probs[row * classCount + i]! - mean[i]!;
  return Float64Array.from({ length: classCount ** 2 }, (_, at) => {
    const [i, j] = [Math.floor(at / classCount), at % classCount];
    return sum((row) => centred(row, i) * centred(row, j)) / rows;
  });
}

const dataOf = (accumulator: CovarianceAccumulator) => accumulator.covariance().data;

describe("createCovarianceAccumulator({ classCount })", () => {
  it("computes a covariance that can be worked out on paper", () => {
    const accumulator = createCovarianceAccumulator({ classCount: 2 });
    // p_0 is 1, 0.5, 0: mean 0.5, variance (0.25 + 0 + 0.25) / 3 = 1/6; p_1 = 1 − p_0 has covariance −1/6.
    accumulator.add(Float32Array.of(1, 0, 0.5, 0.5, 0, 1));
    expectClose(dataOf(accumulator), [1 / 6, -1 / 6, -1 / 6, 1 / 6], 1e-16);
    expect(accumulator.mean()).toEqual(Float64Array.of(0.5, 0.5));
    expect(accumulator.rows()).toBe(3);
  });

  it("takes what a top-k row does not name as 0", () => {
    const accumulator = createCovarianceAccumulator({ classCount: 3 });
    accumulator.addTopK({ k: 1, indices: Int32Array.of(2, 0), probs: Float32Array.of(0.5, 0.25) });
    // Rows (0, 0, 0.5) and (0.25, 0, 0): means 0.125, 0, 0.25; E[p_0 p_2] = 0, so the covariance is −0.03125.
    expectClose(dataOf(accumulator), [0.015625, 0, -0.03125, 0, 0, 0, -0.03125, 0, 0.0625], 1e-17);
  });

  it("is 0 before any row, and after one", () => {
    const accumulator = createCovarianceAccumulator({ classCount: 2 });
    expect(dataOf(accumulator)).toEqual(new Float64Array(4));
    expect(accumulator.mean()).toEqual(new Float64Array(2));
    accumulator.add(new Float32Array(0));
    expect(accumulator.rows()).toBe(0);
    accumulator.add(Float32Array.of(0.25, 0.75));
    expect(dataOf(accumulator)).toEqual(new Float64Array(4));
  });

  it("is 0 for a class that has the same probability in every row, not what rounding leaves", () => {
    const rows = 3_000;
    const row = Float32Array.of(0.7, 0.1, 0.2, 0);
    const varying = (r: number, k: number) => (k < 2 ? row[k]! : k === 2 ? 0.1 + (r % 2) / 20 : 0.1 - (r % 2) / 20);
    const probs = Float32Array.from({ length: 4 * rows }, (_, at) => varying(at >> 2, at & 3));
    const expected = [1, -1, -1, 1].map((sign) => sign / 1600);
    for (const isTopK of [true, false]) {
      const accumulator = createCovarianceAccumulator({ classCount: 4 });
      if (isTopK) accumulator.addTopK({ k: 4, indices: Int32Array.from(probs, (_, at) => at & 3), probs });
      else accumulator.add(probs);
      const data = dataOf(accumulator);
      for (const i of [0, 1, 2, 3]) for (const j of [0, 1]) expect([data[4 * i + j], data[4 * j + i]]).toEqual([0, 0]);
      expectClose(Float64Array.of(data[10]!, data[11]!, data[14]!, data[15]!), expected, 1e-9);
    }
  });

  it("agrees with two passes, whatever the batches, full rows and top-k rows mixed", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.array(fc.record({ rows: fc.integer({ min: 1, max: 40 }), k: fc.integer({ min: 0, max: 9 }) }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.nat(),
        (classCount, batches, seed) => {
          const accumulator = createCovarianceAccumulator({ classCount });
          const all: number[] = [];
          batches.forEach(({ rows, k: wanted }, index) => {
            const probs = randomProbs(rows, classCount, seed + index);
            const k = Math.min(wanted, classCount);
            const { topK, dense } = topKOf(probs, classCount, Math.max(1, k));
            if (k === 0) accumulator.add(probs);
            else accumulator.addTopK(topK);
            all.push(...(k === 0 ? probs : dense));
          });
          expect(accumulator.rows()).toBe(all.length / classCount);
          expectClose(dataOf(accumulator), twoPasses(Float32Array.from(all), classCount), 1e-15);
        },
      ),
      { seed: SEED, numRuns: 200 },
    );
  });

  it("brings top-k rows together that came in more than one flush", () => {
    const [classCount, rows] = [12, 4000];
    const { topK, dense } = topKOf(randomProbs(rows, classCount, 5), classCount, 4);
    const accumulator = createCovarianceAccumulator({ classCount });
    accumulator.addTopK(topK);
    expectClose(dataOf(accumulator), twoPasses(dense, classCount), 1e-14);
  });

  it("keeps its digits where the mean is a million times the spread", () => {
    // Subtracting E[p]² from E[p²] = 0.25 would lose twelve of sixteen digits.
    const rows = 10_000;
    const probs = new Float32Array(2 * rows);
    for (let row = 0; row < rows; row++) {
      const p = Math.fround(0.5 + (row % 2 === 0 ? 1 : -1) * 2 ** -21);
      probs.set([p, 1 - p], 2 * row);
    }
    const accumulator = createCovarianceAccumulator({ classCount: 2 });
    for (let start = 0; start < probs.length; start += 200) accumulator.add(probs.subarray(start, start + 200));
    expect(Math.abs(accumulator.covariance().data[0]! / 2 ** -42 - 1)).toBeLessThan(1e-9);
  });

  it("merges to what one pass gives, in any order, and across a process boundary", () => {
    const classCount = 6;
    const parts = [3, 4, 5].map((seed) => randomProbs(50, classCount, seed));
    const one = createCovarianceAccumulator({ classCount });
    const several = parts.map((probs, index) => {
      const accumulator = createCovarianceAccumulator({ classCount });
      const { topK } = topKOf(probs, classCount, 3);
      for (const target of [one, accumulator]) {
        if (index === 2) target.addTopK(topK);
        else target.add(probs);
      }
      return accumulator;
    });
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const merged = createCovarianceAccumulator({ classCount });
      for (const index of order) merged.merge(deserialize(serialize(several[index]!.state())));
      expect(merged.rows()).toBe(150);
      expectClose(merged.mean(), one.mean(), 1e-15);
      expectClose(dataOf(merged), dataOf(one), 1e-16);
    }
  });

  it("goes on exactly from a state that was merged into a new accumulator", () => {
    const classCount = 5;
    const probs = randomProbs(60, classCount, 8);
    const { topK } = topKOf(probs, classCount, 2);
    const first = createCovarianceAccumulator({ classCount });
    first.add(probs);
    first.addTopK(topK);
    const second = createCovarianceAccumulator({ classCount });
    second.merge(structuredClone(first.state()));
    expect(second.state()).toEqual(first.state());
    for (const accumulator of [first, second]) {
      accumulator.add(probs.subarray(0, 10));
      accumulator.addTopK(topK);
    }
    expect(second.state()).toEqual(first.state());
  });

  it("gives a similarity whose columns are those of the covariance", () => {
    const classCount = 5;
    const accumulator = createCovarianceAccumulator({ classCount });
    accumulator.add(randomProbs(20, classCount, 1));
    accumulator.addTopK(topKOf(randomProbs(20, classCount, 2), classCount, 2).topK);
    const similarity = accumulator.similarity();
    const column = new Float64Array(classCount);
    for (let i = 0; i < classCount; i++) {
      similarity.readColumn(i, column);
      expect(column).toEqual(dataOf(accumulator).subarray(i * classCount, (i + 1) * classCount));
    }
  });

  it("has eigenvalues that are not negative: xᵀ C x ≥ 0", () => {
    const classCount = 7;
    const accumulator = createCovarianceAccumulator({ classCount });
    accumulator.add(randomProbs(30, classCount, 3));
    accumulator.addTopK(topKOf(randomProbs(30, classCount, 4), classCount, 3).topK);
    const data = dataOf(accumulator);
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: classCount, maxLength: classCount }),
        (x) => {
          const square = x.reduce(
            (sum, xi, i) => sum + x.reduce((inner, xj, j) => inner + xi * xj * data[i * classCount + j]!, 0),
            0,
          );
          expect(square).toBeGreaterThan(-1e-15);
        },
      ),
      { seed: SEED, numRuns: 200 },
    );
  });
});

describe("the errors of a covariance accumulator", () => {
  const accumulator = createCovarianceAccumulator({ classCount: 3 });
  const topK = (indices: number[], probs: number[], k = 2) => ({
    k,
    indices: Int32Array.from(indices),
    probs: Float32Array.from(probs),
  });

  it.each([
    [
      "classCount",
      () => createCovarianceAccumulator({ classCount: 0 }),
      "createCovarianceAccumulator: classCount must be an integer, at least 1, got 0",
    ],
    [
      "half rows",
      () => accumulator.add(new Float32Array(4)),
      "CovarianceAccumulator.add: probs must have a length that is a multiple of 3 (the classes), got 4",
    ],
    [
      "logits",
      () => accumulator.add(Float32Array.of(1, 0, 0, 3, 0, 1)),
      "CovarianceAccumulator.add: probs, row 1, must sum to 1 within 0.001 (probabilities, not logits), got 4",
    ],
    [
      "NaN",
      () => accumulator.add(Float32Array.of(1, 0, Number.NaN)),
      "CovarianceAccumulator.add: probs[2] must be a probability, got NaN",
    ],
    [
      "negative probabilities",
      () => accumulator.add(Float32Array.of(1.5, -0.5, 0)),
      "CovarianceAccumulator.add: probs[1] must be a probability, got -0.5",
    ],
    [
      "k",
      () => accumulator.addTopK(topK([0, 1, 2, 0], [1, 0, 0, 0], 4)),
      "CovarianceAccumulator.addTopK: topK.k must be an integer, at least 1 and at most 3, got 4",
    ],
    [
      "half top-k rows",
      () => accumulator.addTopK(topK([0, 1, 2], [1, 0, 0])),
      "CovarianceAccumulator.addTopK: topK.indices must have a length that is a multiple of 2 (k), got 3",
    ],
    [
      "other lengths",
      () => accumulator.addTopK(topK([0, 1], [1])),
      "CovarianceAccumulator.addTopK: topK.probs must have length 2 (as topK.indices), got 1",
    ],
    [
      "a class out of range",
      () => accumulator.addTopK(topK([0, 3], [1, 0])),
      "CovarianceAccumulator.addTopK: topK.indices[1] must be a class number from 0 to 2, got 3",
    ],
    [
      "a class twice",
      () => accumulator.addTopK(topK([0, 1, 2, 2], [1, 0, 0.5, 0])),
      "CovarianceAccumulator.addTopK: topK.indices[3] must be a class that is not in its row already, got 2 again",
    ],
    [
      "too much",
      () => accumulator.addTopK(topK([0, 1], [0.9, 0.2])),
      "CovarianceAccumulator.addTopK: topK.probs, row 0, must sum to 1 at most (probabilities, not logits), got 1.1",
    ],
    [
      "another number of classes",
      () => accumulator.merge(createCovarianceAccumulator({ classCount: 4 }).state()),
      "CovarianceAccumulator.merge: other.denseMean must have length 3 (the classes), got 4",
    ],
    [
      "another triangle",
      () => accumulator.merge({ ...accumulator.state(), products: new Float64Array(5) }),
      "CovarianceAccumulator.merge: other.products must have length 6 (the pairs of 3 classes), got 5",
    ],
  ])("say what is wrong with %s, and leave the accumulator as it was", (_, call, message) => {
    expect(messageOf(call)).toBe(message);
    expect(accumulator.rows()).toBe(0);
    expect(accumulator.state().products).toEqual(new Float64Array(6));
  });
});
