import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRowControl, type RowControl } from "../src/internal/create-row-control.ts";

const BOUNDS = { min: 1, max: 1024, start: 32, timeoutMs: 60_000 };

/** Asks a service that takes `ms(rows)` and refuses more than `limit` rows; gives the rows of each request. */
function ask(requests: number, { limit = Infinity, ms = () => 1, bounds = BOUNDS }: Partial<Asked> = {}): number[] {
  const control = createRowControl(bounds);
  return Array.from({ length: requests }, () => {
    const { rows } = control;
    if (rows > limit) control.failed(rows, "size");
    else control.answered(rows, ms(rows));
    return rows;
  });
}
interface Asked {
  readonly limit: number;
  readonly ms: (rows: number) => number;
  readonly bounds: typeof BOUNDS;
}

/** A list without what repeats. */
const steps = (rows: readonly number[]) => rows.filter((one, index) => one !== rows[index - 1]);

describe("createRowControl", () => {
  test("doubles while rows are answered faster in all, up to the most", () => {
    const fixedCost = (rows: number) => 10 + rows;
    expect(steps(ask(40, { ms: fixedCost }))).toEqual([32, 64, 128, 256, 128]);
    expect(steps(ask(80, { ms: () => 10, bounds: { ...BOUNDS, max: 200 } }))).toEqual([32, 64, 128, 200]);
  });

  test("finds a limit, and stays there", () => {
    expect(steps(ask(100, { limit: 37 }))).toEqual([32, 64, 32, 36, 40, 36, 38, 36, 37]);
  });

  test("no size is refused twice, and the last is the limit, whatever it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1024 }), fc.integer({ min: 1, max: 1024 }), (limit, start) => {
        const rows = ask(2000, { limit, bounds: { ...BOUNDS, start } });
        const refused = rows.filter((one) => one > limit);
        expect(new Set(refused).size).toBe(refused.length);
        expect(refused.length).toBeLessThanOrEqual(18);
        expect(rows.at(-1)).toBe(limit);
      }),
      { seed: 20150309 },
    );
  });

  test("stays near the size that is fastest where larger ones slow down", () => {
    fc.assert(
      fc.property(fc.integer({ min: 32, max: 400 }), (best) => {
        // Rows per millisecond are the most at `best`.
        const rows = ask(2000, { ms: (count) => 1 + (count / best) ** 2, bounds: { ...BOUNDS, timeoutMs: 1e9 } });
        const speed = (count: number) => count / (1 + (count / best) ** 2);
        const late = rows.slice(-500);
        const mean = late.reduce((sum, count) => sum + speed(count), 0) / late.length;
        expect(mean).toBeGreaterThan(0.8 * speed(best));
      }),
      { seed: 20150309 },
    );
  });

  /** The sizes after each of some answers that take as long whatever they have. */
  const answer = (control: RowControl, times: number): number[] =>
    Array.from({ length: times }, () => {
      control.answered(control.rows, 1);
      return control.rows;
    });

  test("halves once for requests that fail together, and doubles up to where it was", () => {
    const control = createRowControl({ ...BOUNDS, max: 32 });
    for (let request = 0; request < 4; request++) control.failed(32, "rate");
    expect(control.rows).toBe(16);
    expect(steps(answer(control, 40))).toEqual([16, 32]);
    // One failure in forty costs little.
    control.failed(32, "time");
    expect(steps(answer(control, 40))).toEqual([16, 32]);
  });

  test("grows by eighths, after a while, where requests fail again and again", () => {
    const control = createRowControl(BOUNDS);
    control.failed(32, "rate");
    control.failed(16, "time");
    const rows = answer(control, 60);
    expect(steps(rows).slice(0, 4)).toEqual([8, 9, 10, 11]);
    expect(rows.indexOf(9)).toBe(35);
  });

  test("takes an answer that needs half of the time of a try for a warning", () => {
    const control = createRowControl({ ...BOUNDS, timeoutMs: 100 });
    control.answered(32, 51);
    expect(control.rows).toBe(16);
    control.answered(16, 49);
    expect(control.rows).toBe(16);
  });

  test("keeps to its bounds", () => {
    const control = createRowControl({ ...BOUNDS, min: 20, max: 40 });
    for (let request = 0; request < 3; request++) control.failed(control.rows, "time");
    expect(control.rows).toBe(20);
  });
});
