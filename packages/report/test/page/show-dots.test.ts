import { describe, expect, it } from "vitest";
import { dotRows, METRICS, showDots } from "../../src/index.ts";
import { tinyRecord, withNets } from "../tiny-record.ts";

const record = {
  ...tinyRecord({ teacher: { 1: 10 }, student: { 1: 20, 2: 24 } }),
  references: [
    { source: "paper", net: "kd", metric: "errors", value: 18 },
    { source: "paper", net: "big", metric: "errors", value: 1, corrected: "byShares" as const },
  ],
};

describe("dotRows(record)", () => {
  it("has a row for each group, with layers where they differ and what others found", () => {
    expect(dotRows(record)).toEqual([
      { mark: "teacher", label: "big (2-9-2)", values: [{ seed: 1, value: 10 }], reference: undefined },
      {
        ...{ mark: "student", label: "kd (2-3-2)", reference: record.references[0] },
        values: [
          { seed: 1, value: 20 },
          { seed: 2, value: 24 },
        ],
      },
    ]);
    expect(dotRows({ ...record, nets: record.nets.slice(1) })[0]!.label).toBe("kd");
  });

  it("leaves out what was not measured, and what diverged", () => {
    expect(
      dotRows(
        record,
        undefined,
        METRICS.find(({ key }) => key === "kl"),
      ),
    ).toEqual([]);
    const diverged = withNets(record, (net) => (net.seed === 2 ? { ...net, figures: { errors: Number.NaN } } : net));
    expect(dotRows(diverged)[1]!.values).toEqual([{ seed: 1, value: 20 }]);
    expect(dotRows({ ...record, nets: [] })).toEqual([]);
  });
});

describe("showDots(record, rows)", () => {
  it("is a chart with a sentence on its marks, or bare", () => {
    const { markup } = showDots(record, dotRows(record), { caption: "The cross is the paper’s." })!;
    expect(markup).toContain('aria-label="Test errors. big (2-9-2): 10; kd (2-3-2): 22.0 ± 2.8, paper 18 errors."');
    expect(markup).toContain("one standard deviation to each side. The cross is the paper’s.</figcaption>");
    expect(showDots(record, dotRows(record), { isBare: true })!.markup).not.toContain("figcaption");
  });

  it("is nothing without rows", () => {
    expect(showDots(record, [])).toBeUndefined();
    const bare = withNets(record, (net) => ({ ...net, figures: {} }));
    expect(showDots(bare, dotRows(record))).toBeUndefined();
  });
});
