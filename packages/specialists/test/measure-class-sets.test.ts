import { createMatrix, createRandom } from "@dark-knowledge/core";
import { describe, expect, it } from "vitest";
import { measureClassSets, similarityOf } from "../src/index.ts";
import { messageOf } from "./support.ts";

const random = createRandom(1);
const classCount = 9;
const data = Float64Array.from({ length: classCount ** 2 }, () => random.normal());
const similarity = similarityOf(createMatrix(classCount, classCount, data));

describe("measureClassSets(similarity, sets)", () => {
  it("counts a pair once, with its similarity, where some set holds it, and negative ones not at all", () => {
    // Pairs: 0–1 (4), 1–2 (3), 0–2 (−5), 2–3 (1).
    const matrix = Float64Array.of(7, 4, -5, 0, 4, 7, 3, 0, -5, 3, 7, 1, 0, 0, 1, 7);
    const own = similarityOf(createMatrix(4, 4, matrix));
    expect(
      measureClassSets(own, [
        [0, 1],
        [1, 0, 2],
      ]),
    ).toEqual({
      covered: 7 / 8,
      // 1 − (1 − 1/6)(1 − 3/6)
      coveredAtRandom: expect.closeTo(1 - (5 / 6) * (1 / 2), 15),
      sizes: Int32Array.of(2, 3),
      setsPerClass: Int32Array.of(2, 2, 1, 0),
      classesCovered: 3,
      overlap: 5 / 3,
    });
  });

  it("keeps a small chance of random sets exact, and a certain one", () => {
    const empty = { classCount: 1_500, readColumn: (_: number, into: Float64Array) => void into.fill(0) };
    // One pair of 1,500 · 1,499 / 2.
    expect(measureClassSets(empty, [[7, 9]]).coveredAtRandom).toBe(1 / 1_124_250);
    expect(measureClassSets(similarity, [Array.from({ length: classCount }, (_, i) => i)]).coveredAtRandom).toBe(1);
  });

  it("agrees with a loop over all pairs", () => {
    const sets = [
      [0, 3, 5],
      [5, 1],
      [8, 0, 3, 2],
    ];
    let [all, inside] = [0, 0];
    for (let i = 0; i < classCount; i++) {
      for (let j = 0; j < i; j++) {
        const mass = Math.max(0, (data[i * classCount + j]! + data[j * classCount + i]!) / 2);
        all += mass;
        if (sets.some((set) => set.includes(i) && set.includes(j))) inside += mass;
      }
    }
    expect(measureClassSets(similarity, sets).covered).toBeCloseTo(inside / all, 12);
  });

  it("knows what random sets cover on average", () => {
    const sizes = [4, 3, 5];
    let sum = 0;
    for (let time = 0; time < 20_000; time++) {
      const sets = sizes.map((size) => random.permutation(classCount).subarray(0, size));
      const { covered, coveredAtRandom } = measureClassSets(similarity, sets);
      sum += covered - coveredAtRandom;
    }
    // One set of draws has a standard deviation of about 0.1: five standard errors.
    expect(Math.abs(sum / 20_000)).toBeLessThan((5 * 0.1) / Math.sqrt(20_000));
  });

  it("covers all with one set of all, and nothing without sets or without similarity", () => {
    expect(measureClassSets(similarity, [Array.from({ length: classCount }, (_, i) => i)])).toMatchObject({
      covered: 1,
      coveredAtRandom: 1,
      overlap: 1,
    });
    expect(measureClassSets(similarity, [])).toMatchObject({
      covered: 0,
      coveredAtRandom: 0,
      overlap: 0,
      classesCovered: 0,
    });
    const nothing = similarityOf(createMatrix(1, 1, Float64Array.of(3)));
    expect(measureClassSets(nothing, [[0]])).toMatchObject({ covered: 0, coveredAtRandom: 0 });
  });

  it.each([
    [[[0, 9]], "sets[0][1] must be a class number from 0 to 8, got 9"],
    [[[0], [1, 2, 1]], "sets[1][2] must be a class that is not in the set already, got 1 again"],
    [[[0], []], "sets[1] must name at least one class, got none"],
  ])("says what is wrong with %j", (sets, message) => {
    expect(messageOf(() => measureClassSets(similarity, sets))).toBe(`measureClassSets: ${message}`);
  });
});
