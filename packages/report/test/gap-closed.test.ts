import { describe, expect, it } from "vitest";
import { gapClosed } from "../src/index.ts";
import { tinyRecord } from "./tiny-record.ts";

describe("gapClosed(record)", () => {
  it("is the share of the way from the means of hard to teacher", () => {
    // Means 30, 24, 10: (30 − 24) / (30 − 10).
    const record = tinyRecord({ teacher: { 1: 10 }, hard: { 1: 29, 2: 31 }, distilled: { 1: 20, 2: 24, 3: 28 } });
    expect(gapClosed(record)).toBe(0.3);
  });

  it("is below 0 when the distilled student did worse, above 1 when it passed the teacher", () => {
    expect(gapClosed(tinyRecord({ teacher: { 1: 10 }, hard: { 1: 30 }, distilled: { 1: 40 } }))).toBe(-0.5);
    expect(gapClosed(tinyRecord({ teacher: { 1: 10 }, hard: { 1: 30 }, distilled: { 1: 0 } }))).toBe(1.5);
  });

  it("is undefined when there is no gap", () => {
    expect(gapClosed(tinyRecord({ teacher: { 1: 30 }, hard: { 1: 30 }, distilled: { 1: 20 } }))).toBeUndefined();
    expect(gapClosed(tinyRecord({ teacher: { 1: 31 }, hard: { 1: 30 }, distilled: { 1: 20 } }))).toBeUndefined();
  });

  it.each(["teacher", "hard", "distilled"] as const)("is undefined without the %s model", (role) => {
    const { [role]: _, ...rest } = { teacher: { 1: 10 }, hard: { 1: 30 }, distilled: { 1: 20 } };
    expect(gapClosed(tinyRecord(rest))).toBeUndefined();
  });

  it("does not depend on the order of the models", () => {
    const record = tinyRecord({ distilled: { 1: 15 }, hard: { 1: 30 }, teacher: { 1: 10 } });
    expect(gapClosed(record)).toBe(0.75);
  });

  it("rejects a record without models", () => {
    expect(() => gapClosed(tinyRecord({}))).toThrow(
      "gapClosed: record.models.length must be an integer, at least 1, got 0",
    );
  });
});
