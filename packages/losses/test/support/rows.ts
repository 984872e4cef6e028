import { createRandom } from "@dark-knowledge/core";
import type { Rows } from "@dark-knowledge/testing";
import fc from "fast-check";

/** Seeded normal logits that float32 holds exactly. */
export function randomRows(seed: number, rows: number, columns: number, deviation = 1): Rows {
  const random = createRandom(seed);
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => Math.fround(random.normal() * deviation)),
  );
}

/** A batch of student and teacher logits of some size and spread, and a temperature, all within the promised limits. */
export interface Pair {
  readonly student: Rows;
  readonly teacher: Rows;
  readonly temperature: number;
  /** The largest possible difference of two logits over the temperature. */
  readonly spread: number;
}

/** Pairs of batches of every shape, spread and temperature. */
export const pairs: fc.Arbitrary<Pair> = fc
  .record({
    batch: fc.integer({ min: 1, max: 4 }),
    classes: fc.integer({ min: 2, max: 7 }),
    scale: fc.constantFrom(0.01, 1, 10, 300, 1e4),
    logTemperature: fc.double({ min: -3, max: 3, noNaN: true }),
  })
  .chain(({ batch, classes, scale, logTemperature }) => {
    const logit = fc.integer({ min: -1000, max: 1000 }).map((step) => Math.fround((step / 1000) * scale));
    const row = fc.array(logit, { minLength: classes, maxLength: classes });
    const rows = fc.array(row, { minLength: batch, maxLength: batch });
    const temperature = 10 ** logTemperature;
    return fc.record({
      student: rows,
      teacher: rows,
      temperature: fc.constant(temperature),
      spread: fc.constant((2 * scale) / temperature),
    });
  });

/** The same cases every time. */
export const FIXED = { seed: 20150309, numRuns: 150 } as const;

/** The sum of each row. */
export function rowSums(rows: Rows): number[] {
  return rows.map((row) => row.reduce((sum, cell) => sum + cell, 0));
}

/** The columns of every row in another order. */
export function permuted(rows: Rows, order: readonly number[]): Rows {
  return rows.map((row) => order.map((column) => row[column]!));
}
