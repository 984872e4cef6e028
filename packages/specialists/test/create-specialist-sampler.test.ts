import { createRandom } from "@dark-knowledge/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSpecialistSampler } from "../src/index.ts";
import { messageOf } from "./support.ts";

const classCount = 6;
const specialist = { classes: [1, 4], classCount };
const random = createRandom(2);
const labels = Int32Array.from({ length: 200 }, () => random.integer(classCount + 1) - 1);
const isOwn = (row: number) => labels[row] === 1 || labels[row] === 4;
const isRest = (row: number) => labels[row] !== -1 && !isOwn(row);
const everyRow = Array.from(labels.keys());
const sorted = (rows: Iterable<number>) => Array.from(rows).sort((a, b) => a - b);

describe("createSpecialistSampler(labels, specialist, { seed })", () => {
  const sampler = createSpecialistSampler(labels, specialist, { seed: 1 });
  const ownRows = everyRow.filter(isOwn);
  const restRows = everyRow.filter(isRest);

  it("has every own row once in each epoch, and as many of the rest", () => {
    for (let epoch = 0; epoch < 10; epoch++) {
      const rows = Array.from(sampler.rows(epoch));
      expect(sorted(rows.filter(isOwn))).toEqual(ownRows);
      expect(rows.filter(isRest).length).toBe(ownRows.length);
      expect(rows.length).toBe(2 * ownRows.length);
    }
    expect([sampler.ownCount, sampler.restCount]).toEqual([ownRows.length, ownRows.length]);
  });

  it("says how many times as likely own rows are: (1 − π) / π", () => {
    const share = ownRows.length / (ownRows.length + restRows.length);
    expect(sampler.oversampling).toBeCloseTo((1 - share) / share, 12);
  });

  it("goes through the rest from epoch to epoch before any row of it comes again", () => {
    const drawn: number[] = [];
    for (let epoch = 0; drawn.length < restRows.length; epoch++) drawn.push(...sampler.rows(epoch).filter(isRest));
    // Some may have come again, but only in the last epoch, which goes on into the next pass.
    const before = drawn.slice(0, drawn.length - ownRows.length);
    expect(new Set(before).size).toBe(before.length);
    expect(sorted(new Set(drawn))).toEqual(restRows);
  });

  it("depends on seed and epoch alone", () => {
    const again = createSpecialistSampler(labels, specialist, { seed: 1 });
    const backwards = [3, 2, 1, 0].map((epoch) => again.rows(epoch)).reverse();
    expect(backwards).toEqual([0, 1, 2, 3].map((epoch) => sampler.rows(epoch)));
    expect(createSpecialistSampler(labels, specialist, { seed: 2 }).rows(0)).not.toEqual(sampler.rows(0));
    expect(sampler.rows(1)).not.toEqual(sampler.rows(0));
  });

  it("mixes own rows and others: no half of an epoch has nearly all of either", () => {
    const rows = sampler.rows(0);
    const inFirstHalf = rows.subarray(0, rows.length / 2).filter(isOwn).length;
    expect(inFirstHalf).toBeGreaterThan(0.3 * (rows.length / 2));
    expect(inFirstHalf).toBeLessThan(0.7 * (rows.length / 2));
  });

  it("draws from the rows that it is given, in their numbers", () => {
    const rows = everyRow.filter((row) => row % 3 === 0);
    const some = createSpecialistSampler(labels, specialist, { seed: 1, rows });
    const drawn = some.rows(0);
    expect(drawn.every((row) => row % 3 === 0)).toBe(true);
    expect(sorted(drawn.filter(isOwn))).toEqual(rows.filter(isOwn));
    expect(some.oversampling).toBe(rows.filter(isRest).length / rows.filter(isOwn).length);
  });

  it("keeps share and ratio in step for other shares, also where the rest has to be repeated", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.02, max: 0.98, noNaN: true }), fc.nat(50), (ownShare, epoch) => {
        const one = createSpecialistSampler(labels, specialist, { seed: 4, ownShare });
        const rows = one.rows(epoch);
        expect(sorted(rows.filter(isOwn))).toEqual(ownRows);
        expect(rows.filter(isRest).length).toBe(one.restCount);
        expect(one.restCount).toBe(Math.max(1, Math.round((ownRows.length * (1 - ownShare)) / ownShare)));
        // Own rows are drawn with rate 1, the rest with rate restCount / all of the rest.
        expect(one.oversampling).toBeCloseTo(1 / (one.restCount / restRows.length), 12);
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it.each([
    [
      [0, 6],
      { seed: 1 },
      "createSpecialistSampler: labels[1] must be a class number from 0 to 5, or −1 where there is none, got 6",
    ],
    [
      [1, 4, -1],
      { seed: 1 },
      "createSpecialistSampler: labels must hold examples of the specialist's classes and of the rest, got 2 and 0",
    ],
    [
      [1, 0, 4],
      { seed: 1, rows: [1] },
      "createSpecialistSampler: rows must hold examples of the specialist's classes and of the rest, got 0 and 1",
    ],
    [
      [1, 0],
      { seed: 1, rows: [0, 2] },
      "createSpecialistSampler: rows[1] must be an integer, at least 0 and below 2, got 2",
    ],
    [[1, 0], { seed: -1 }, "createSpecialistSampler: seed must be an integer, at least 0, got -1"],
    [
      [1, 0],
      { seed: 1, ownShare: 1 },
      "createSpecialistSampler: ownShare must be a positive finite number, below 1, got 1",
    ],
  ])("says what is wrong with %j and %j", (some, options, message) => {
    expect(messageOf(() => createSpecialistSampler(some, specialist, options))).toBe(message);
  });

  it("refuses an epoch that is none", () => {
    expect(messageOf(() => sampler.rows(-1))).toBe(
      "SpecialistSampler.rows: epoch must be an integer, at least 0, got -1",
    );
  });
});
