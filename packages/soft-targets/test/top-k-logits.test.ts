import { logSoftmax, logSumExp } from "@dark-knowledge/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spreadTail, topKLogits } from "../src/index.ts";

const logit = fc.oneof(
  fc.float({ min: -50, max: 50, noNaN: true }),
  fc.constant(-Infinity),
  fc.integer({ min: 0, max: 2 }),
);
/** Rows of equal length with at least two classes, and a k below their number. */
const rows = fc.tuple(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 1, max: 4 })).chain(([classCount, count]) =>
  fc.record({
    classCount: fc.constant(classCount),
    k: fc.integer({ min: 1, max: classCount - 1 }),
    logits: fc
      .array(logit, { minLength: classCount * count, maxLength: classCount * count })
      .map((values) => Float32Array.from(values)),
  }),
);

describe("topKLogits(logits, { classCount, k })", () => {
  test("keeps the largest, and the mass of the rest", () => {
    // Second row: the rest is {1, 1, 0}: log(2e + 1) = 1.861994…
    const { indices, logits, tailLogits } = topKLogits(Float32Array.of(4, 1, 0, 3, 2, 1, 9, 1, 7, 0), {
      classCount: 5,
      k: 2,
    });
    expect(Array.from(indices)).toEqual([0, 3, 1, 3]);
    expect(Array.from(logits)).toEqual([4, 3, 9, 7]);
    expect(tailLogits[0]).toBeCloseTo(Math.log(Math.exp(2) + Math.E + 1), 6);
    expect(tailLogits[1]).toBeCloseTo(1.861994, 5);
  });

  test("takes the lower class number of equal logits", () => {
    expect(Array.from(topKLogits(Float32Array.of(1, 1, 1, 1, 1), { classCount: 5, k: 3 }).indices)).toEqual([0, 1, 2]);
    expect(Array.from(topKLogits(Float32Array.of(0, 1, 1, 2, 1), { classCount: 5, k: 2 }).indices)).toEqual([3, 1]);
  });

  test("is what sorting gives, whatever the logits", () => {
    fc.assert(
      fc.property(rows, ({ logits, classCount, k }) => {
        const top = topKLogits(logits, { classCount, k });
        for (let row = 0; row < logits.length / classCount; row++) {
          const values = Array.from(logits.subarray(row * classCount, (row + 1) * classCount));
          const order = values
            .map((value, index) => [value, index] as const)
            .sort(([one, i], [other, j]) => (one === other ? i - j : other > one ? 1 : -1))
            .map(([, index]) => index);
          expect(Array.from(top.indices.subarray(row * k, (row + 1) * k))).toEqual(order.slice(0, k));
          const tail = Math.fround(logSumExp(order.slice(k).map((index) => values[index]!)));
          if (Number.isFinite(tail)) expect(top.tailLogits[row]).toBeCloseTo(tail, 4);
          else expect(top.tailLogits[row]).toBe(tail);
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test("stays finite for extreme logits, and does not write to them", () => {
    const logits = Float32Array.of(1e4, -1e4, 1e4, -1e4, -Infinity);
    const before = logits.slice();
    const { tailLogits } = topKLogits(logits, { classCount: 5, k: 2 });
    expect(logits).toEqual(before);
    expect(tailLogits[0]).toBeCloseTo(-1e4 + Math.log(2), 2);
  });

  test("names what is wrong", () => {
    const call = (classCount: number, k: number) => () => topKLogits(new Float32Array(10), { classCount, k });
    expect(call(1, 1)).toThrow("topKLogits: classCount must be an integer");
    expect(call(5, 0)).toThrow("topKLogits: k must be an integer");
    expect(call(5, 5)).toThrow("topKLogits: k must be an integer");
    expect(call(4, 2)).toThrow("topKLogits: logits must be whole rows of 4 logits, got length 10");
    for (const value of [Number.NaN, Infinity]) {
      const wrong = () => topKLogits(Float32Array.of(0, 1, value, 2), { classCount: 4, k: 2 });
      expect(wrong).toThrow(`topKLogits: logits[2] must be finite or −∞, got ${value}`);
    }
  });
});

describe("spreadTail(answer, { classCount })", () => {
  test("gives the kept classes their probabilities, and the others equal parts of the rest", () => {
    fc.assert(
      fc.property(rows, ({ logits, classCount, k }) => {
        const values = logits.subarray(0, classCount);
        if (values.every((value) => value === -Infinity)) return;
        const top = topKLogits(values, { classCount, k });
        const spread = logSoftmax(spreadTail(top, { classCount }));
        const exact = logSoftmax(values);
        for (const index of top.indices) {
          if (exact[index] === -Infinity) expect(spread[index]).toBe(-Infinity);
          else expect(spread[index]).toBeCloseTo(exact[index]!, 3);
        }
        const rest = [...spread.keys()].filter((index) => !top.indices.includes(index));
        expect(new Set(rest.map((index) => spread[index])).size).toBe(1);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  test("loses nothing when the rest is one class", () => {
    const logits = Float32Array.of(3, 1, 2);
    expect(spreadTail(topKLogits(logits, { classCount: 3, k: 2 }), { classCount: 3 })).toEqual(logits);
  });

  test("names what is wrong", () => {
    const answer = { indices: Int32Array.of(0, 1), logits: Float32Array.of(1), tailLogits: Float32Array.of(0) };
    expect(() => spreadTail(answer, { classCount: 4 })).toThrow(
      "spreadTail: indices must have the same fewer than 4 classes as logits for each of 1 rows, got 2 indices and 1 logits",
    );
    const outside = { ...answer, logits: Float32Array.of(1, 0), indices: Int32Array.of(0, 4) };
    expect(() => spreadTail(outside, { classCount: 4 })).toThrow(
      "spreadTail: indices[1] must be an integer, at least 0 and below 4, got 4",
    );
    expect(() => spreadTail(answer, { classCount: 1 })).toThrow("spreadTail: classCount must be an integer");
  });
});
