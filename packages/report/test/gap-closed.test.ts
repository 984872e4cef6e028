import { describe, expect, it } from "vitest";
import { gapClosed, groupNets } from "../src/index.ts";
import { tinyNets, tinyRecord, withNets } from "./tiny-record.ts";

describe("gapClosed(record)", () => {
  it("is the share of the way from the means of hard to teacher", () => {
    // Means 30, 24, 10: (30 − 24) / (30 − 10).
    const record = tinyRecord({ teacher: { 1: 10 }, baseline: { 1: 29, 2: 31 }, student: { 1: 20, 2: 24, 3: 28 } });
    expect(gapClosed(record)).toBe(0.3);
  });

  it("is below 0 when the distilled student did worse, above 1 when it passed the teacher", () => {
    expect(gapClosed(tinyRecord({ teacher: { 1: 10 }, baseline: { 1: 30 }, student: { 1: 40 } }))).toBe(-0.5);
    expect(gapClosed(tinyRecord({ teacher: { 1: 10 }, baseline: { 1: 30 }, student: { 1: 0 } }))).toBe(1.5);
  });

  it("is undefined when there is no gap", () => {
    expect(gapClosed(tinyRecord({ teacher: { 1: 30 }, baseline: { 1: 30 }, student: { 1: 20 } }))).toBeUndefined();
    expect(gapClosed(tinyRecord({ teacher: { 1: 31 }, baseline: { 1: 30 }, student: { 1: 20 } }))).toBeUndefined();
  });

  it.each(["teacher", "baseline", "student"] as const)("is undefined without the %s", (role) => {
    const { [role]: _, ...rest } = { teacher: { 1: 10 }, baseline: { 1: 30 }, student: { 1: 20 } };
    expect(gapClosed(tinyRecord(rest))).toBeUndefined();
  });

  it("does not depend on the order of the models", () => {
    const record = tinyRecord({ student: { 1: 15 }, baseline: { 1: 30 }, teacher: { 1: 10 } });
    expect(gapClosed(record)).toBe(0.75);
  });

  it("is of any student, with the baseline of its layers and its own teacher", () => {
    const small = tinyRecord({ teacher: { 1: 10 }, baseline: { 1: 30 }, student: { 1: 20 } });
    const wide = { architecture: "2-5-2", table: "wide" } as const;
    const nets = [
      ...small.nets,
      ...tinyNets({ role: "teacher", name: "mentor" }, { 1: 4 }),
      ...tinyNets({ role: "student", name: "plain-5", baseline: true, ...wide }, { 1: 24 }),
      ...tinyNets({ role: "student", name: "kd-5", temperature: 4, teacher: { name: "mentor" }, ...wide }, { 1: 9 }),
      ...tinyNets({ role: "student", name: "kd-9", temperature: 4, architecture: "2-9-2" }, { 1: 9 }),
    ];
    const record = { ...small, nets };
    const gaps = groupNets(nets).map((group) => [group.name, group.role === "student" ? gapClosed(record, group) : 0]);
    expect(Object.fromEntries(gaps)).toEqual({
      ...{ big: 0, mentor: 0, plain: undefined, "plain-5": undefined },
      // (30 − 20) / (30 − 10), (24 − 9) / (24 − 4), and no baseline of these layers.
      ...{ kd: 0.5, "kd-5": 0.75, "kd-9": undefined },
    });
  });

  it("counts upwards where more is better", () => {
    const accuracies: Readonly<Record<string, number>> = { big: 0.875, plain: 0.375, kd: 0.5 };
    const record = withNets(tinyRecord({ teacher: { 1: 0 }, baseline: { 1: 0 }, student: { 1: 0 } }), (net) => ({
      ...net,
      figures: { accuracy: accuracies[net.name]! },
    }));
    expect(gapClosed(record)).toBe(0.25);
  });

  it("rejects a record whose parts do not fit together", () => {
    expect(() => gapClosed(tinyRecord({ teacher: { 1: 201 } }))).toThrow(
      "gapClosed: record.nets[0].figures.errors must be a number from 0 to 200 (as sizes.test), got 201",
    );
  });
});
