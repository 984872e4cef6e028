import { describe, expect, it } from "vitest";
import { createProblem } from "../bench/problem.ts";
import { activeSpecialists, type CombinerOptions, combine, createCombiner } from "../src/index.ts";

const problem = createProblem(30, 6, 7, 40, 30);
const specialists = problem.sets.map((classes, m) => ({ classes, weight: 1 + m / 4 }));
const generalistRow = (row: number) => problem.generalistProbs.slice(row * 30, (row + 1) * 30);
const specialistRow = (m: number, row: number) => problem.specialistProbs[m]!.slice(row * 8, (row + 1) * 8);

/** The rows of `rowsOf` one after the other, as a pipeline would get them from the specialists. */
function packed(rowsOf: readonly Int32Array[]): Float32Array[] {
  return Array.from(rowsOf, (rows, m) =>
    Float32Array.from(Array.from(rows).flatMap((row) => Array.from(specialistRow(m, row)))),
  );
}

describe("createCombiner(options)", () => {
  it.each(["forward", "reverse"] as const)("combines a batch as combine does its rows, %s", (divergence) => {
    const settings = { divergence, generalistWeight: 2, topClasses: 3 };
    const combiner = createCombiner({ classes: 30, specialists, ...settings });
    const activation = combiner.activate(problem.generalistProbs);
    const batch = combiner.combine(activation, packed(activation.rowsOf));
    const all = combiner.combine(activation, problem.specialistProbs, { specialistRows: "all" });
    expect(all).toEqual(batch);
    let most = 0;
    for (let row = 0; row < 40; row++) {
      const active = activeSpecialists(generalistRow(row), problem.sets, { topClasses: 3 });
      most = Math.max(most, active.length);
      expect(activation.specialists.slice(activation.start[row], activation.start[row + 1])).toEqual(active);
      const answers = Array.from(active, (m) => ({ ...specialists[m]!, probs: specialistRow(m, row) }));
      const { probs, objective, gap, iterations, status, undetermined } = combine(generalistRow(row), answers, {
        divergence,
        generalistWeight: 2,
      });
      expect(batch.probs.slice(row * 30, (row + 1) * 30)).toEqual(probs);
      expect([batch.objectives[row], batch.gaps[row], batch.iterations[row]]).toEqual([objective, gap, iterations]);
      expect([batch.statuses[row], batch.undetermined[row]]).toEqual([status, undetermined]);
      expect(status).toBe("solved");
    }
    expect(most).toBeGreaterThan(2);
  });

  it("says for which rows each specialist has to be run", () => {
    const { rowsOf } = createCombiner({ classes: 3, specialists: [{ classes: [0] }, { classes: [0, 2] }] }).activate(
      Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
    );
    expect(rowsOf.map((rows) => Array.from(rows))).toEqual([[0], [0, 2]]);
  });

  it("writes over an earlier result, which then is the same as a new one", () => {
    const combiner = createCombiner({ classes: 30, specialists, withObjectives: false });
    const activation = combiner.activate(problem.generalistProbs);
    const rows = packed(activation.rowsOf);
    const fresh = combiner.combine(activation, rows);
    const into = { ...fresh, probs: new Float32Array(40 * 30).fill(7), gaps: new Float64Array(40).fill(7) };
    expect(combiner.combine(activation, rows, { into })).toBe(into);
    expect(into).toEqual(fresh);
    expect(fresh.objectives.length).toBe(0);
  });

  it("goes on after a row that it refused as if nothing had been", () => {
    const combiner = createCombiner({ classes: 3, specialists: [{ classes: [0, 1] }], generalistWeight: 1 });
    const activation = combiner.activate(Float32Array.of(0.5, 0.25, 0.25));
    expect(() => combiner.combine(activation, [Float32Array.of(Number.NaN, 0.5, 0.25)])).toThrow(
      "must be a probability",
    );
    const { probs } = combiner.combine(activation, [Float32Array.of(0.25, 0.5, 0.25)]);
    expect(Array.from(probs)).toEqual([0.375, 0.375, 0.25]);
  });

  it("takes a batch of no rows", () => {
    const combiner = createCombiner({ classes: 3, specialists: [] });
    expect(combiner.combine(combiner.activate(new Float32Array(0)), [])).toMatchObject({ rows: 0, statuses: [] });
  });

  const options: CombinerOptions = { classes: 3, specialists: [{ classes: [0, 1] }] };
  const combiner = createCombiner(options);
  const activation = combiner.activate(Float32Array.of(1, 0, 0, 0, 0, 1));
  const own = [Float32Array.of(0.25, 0.5, 0.25)];
  const into = combiner.combine(activation, own);
  it.each([
    [
      "no classes",
      () => createCombiner({ ...options, classes: 0 }),
      "createCombiner: classes must be an integer, at least 1, got 0",
    ],
    [
      "an empty specialist",
      () => createCombiner({ ...options, specialists: [{ classes: [] }] }),
      "createCombiner: specialists[0].classes must name at least one class, got none",
    ],
    [
      "a class out of range",
      () => createCombiner({ ...options, specialists: [{ classes: [3] }] }),
      "createCombiner: specialists[0].classes[0] must be an integer, at least 0 and below 3, got 3",
    ],
    [
      "a class named twice",
      () => createCombiner({ ...options, specialists: [{ classes: [1, 1] }] }),
      "createCombiner: specialists[0].classes[1] must be a class that is not in the set already, got 1 again",
    ],
    [
      "a weight of 0",
      () => createCombiner({ ...options, specialists: [{ classes: [1], weight: 0 }] }),
      "createCombiner: specialists[0].weight must be a positive finite number, got 0",
    ],
    [
      "no top classes",
      () => createCombiner({ ...options, topClasses: 0 }),
      "createCombiner: topClasses must be an integer, at least 1 and at most 3, got 0",
    ],
    [
      "half a row",
      () => combiner.activate(new Float32Array(4)),
      "Combiner.activate: generalistProbs must have a length that is a multiple of 3 (the classes), got 4",
    ],
    [
      "a row that does not sum to one",
      () => combiner.activate(Float32Array.of(1, 0, 0, 1, 1, 0)),
      "Combiner.activate: generalistProbs[1] must sum to 1 within 0.001 (probabilities, not logits), got 2",
    ],
    [
      "NaN",
      () => combiner.activate(Float32Array.of(1, 0, 0, 1, Number.NaN, 0)),
      "Combiner.activate: generalistProbs[1][1] must be a probability, got NaN",
    ],
    [
      "a missing specialist",
      () => combiner.combine(activation, []),
      "Combiner.combine: specialistProbs must have length 1 (the specialists), got 0",
    ],
    [
      "rows for too few examples",
      () => combiner.combine(activation, own, { specialistRows: "all" }),
      "Combiner.combine: specialistProbs[0] must have length 6 (2 rows of 2 classes and the dustbin), got 3",
    ],
    [
      "a specialist's row that does not sum to one",
      () => combiner.combine(activation, [Float32Array.of(1, 1, 1)]),
      "Combiner.combine: specialistProbs[0][0] must sum to 1 within 0.001 (probabilities, not logits), got 3",
    ],
    [
      "another choice of rows",
      () => combiner.combine(activation, own, { specialistRows: "some" as "all" }),
      'Combiner.combine: specialistRows must be one of "active", "all", got "some"',
    ],
    [
      "a result of another size",
      () => combiner.combine(activation, own, { into: { ...into, probs: new Float32Array(3) } }),
      "Combiner.combine: into.probs must have length 6 (2 rows of 3 classes), got 3",
    ],
    [
      "a result without objectives",
      () => combiner.combine(activation, own, { into: { ...into, objectives: new Float64Array(0) } }),
      "Combiner.combine: into.objectives must have length 2, got 0",
    ],
  ])("throws on %s", (_, call, message) => {
    expect(call).toThrow(expect.objectContaining({ name: "ArgumentError", message }));
  });

  it("takes a specialist that knows all classes without its dustbin, however near to 1 that is", () => {
    const third = [1 / 3, 1 / 3, 1 / 3];
    // The specialist says 3/4, 1/4 and 0: (1/3 + 3/4) / 2, (1/3 + 1/4) / 2, (1/3 + 0) / 2.
    const expected = [13 / 24, 7 / 24, 1 / 6];
    const whole = createCombiner({ classes: 3, specialists: [{ classes: [0, 1, 2] }] });
    for (const named of [1, 0.5, 1e-3, 4e-16, 4e-17, 1e-30, 1e-279]) {
      const specialist = { classes: [0, 1, 2], probs: [0.75 * named, 0.25 * named, 0, 1 - named] };
      const { probs, gap } = combine(third, [specialist]);
      for (const k of [0, 1, 2]) expect(probs[k]).toBeCloseTo(expected[k]!, 6);
      expect(gap).toBe(0);
    }
    const activation = whole.activate(Float32Array.from(third));
    const { probs } = whole.combine(activation, [Float32Array.of(3e-16, 1e-16, 0, 1)]);
    for (const k of [0, 1, 2]) expect(probs[k]).toBeCloseTo(expected[k]!, 6);
  });

  it("throws when a specialist that knows all classes gives everything to its dustbin", () => {
    const call = () => combine([0.5, 0.5], [{ classes: [0, 1], probs: [0, 0, 1] }]);
    expect(call).toThrow(
      "combine: a specialist that knows all classes must give them at least 1e-280 in all, besides its dustbin, got 0",
    );
  });
});
