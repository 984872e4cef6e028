import { describe, expect, it } from "vitest";
import { resultTable } from "../src/index.ts";
import { tinyRecord, withModels, withRuns } from "./tiny-record.ts";

describe("resultTable(record)", () => {
  it("summarises each model over its seeds, in a fixed order", () => {
    const record = tinyRecord({ distilled: { 1: 20, 2: 24 }, hard: { 1: 30, 2: 30 }, teacher: { 1: 10 } });
    const rows = resultTable(record);
    expect(rows.map(({ role }) => role)).toEqual(["teacher", "hard", "distilled"]);
    expect(rows[2]).toEqual({
      role: "distilled",
      model: "distilled (2-3-2)",
      errors: { mean: 22, spread: Math.sqrt(8), count: 2 },
      errorRate: 0.11,
      nll: { mean: 0.22, spread: expect.closeTo(Math.sqrt(8) / 100, 12), count: 2 },
      agreement: undefined,
      parameters: 17,
      seconds: { mean: 15, spread: Math.sqrt(50), count: 2 },
    });
  });

  it("summarises agreement over the runs that have it", () => {
    const record = withModels(tinyRecord({ hard: { 1: 30, 2: 30, 3: 30 } }), (model) =>
      withRuns(model, (run) =>
        run.seed === 3 ? run : { ...run, fidelity: { agreement: 0.8 + run.seed / 20, kl: 0 } },
      ),
    );
    expect(resultTable(record)[0]?.agreement?.mean).toBeCloseTo(0.875, 12);
    expect(resultTable(record)[0]?.agreement?.count).toBe(2);
  });

  it("names an architecture once", () => {
    const record = withModels(tinyRecord({ hard: { 1: 30 } }), (model) => ({ ...model, label: "student 2-3-2" }));
    expect(resultTable(record)[0]?.model).toBe("student 2-3-2");
  });
});
