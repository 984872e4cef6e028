import { describe, expect, it } from "vitest";
import { compareStudents, type MetricRecord, type NetRecord } from "../src/index.ts";
import { type ErrorsBySeed, tinyNets, tinyRecord, withNets } from "./tiny-record.ts";

function compare(hard: ErrorsBySeed, distilled: ErrorsBySeed, teacher: ErrorsBySeed = { 1: 10 }): string {
  return compareStudents(tinyRecord({ teacher, baseline: hard, student: distilled }));
}

describe("compareStudents(record)", () => {
  it("takes differences seed by seed where the seeds match, in any order", () => {
    // Differences 8, 10, 12: 10 ± 2, although the students themselves spread by 10. Means 40 and 30, teacher 10.
    expect(compare({ 1: 30, 2: 40, 3: 50 }, { 3: 38, 1: 22, 2: 30 })).toBe(
      "Soft targets took 10.0 ± 2.0 errors off, 33 % of the way to the teacher (3 seeds).",
    );
  });

  it("compares means where the seeds differ", () => {
    // Means 40 and 20; spreads √2 and √2, so the spread of the difference is 2; (40 − 20) / (40 − 10) = 67 %.
    expect(compare({ 1: 39, 2: 41 }, { 3: 19, 4: 21 })).toBe(
      "Soft targets took 20.0 ± 2.0 errors off, 67 % of the way to the teacher " +
        "(2 and 2 seeds that differ, compared by their means).",
    );
    expect(compare({ 1: 39, 2: 41 }, { 1: 20.0 })).toBe(
      "Soft targets took 20 errors off, 67 % of the way to the teacher " +
        "(2 and 1 seed that differ, compared by their means).",
    );
  });

  it("calls a difference within its spread unclear, in both directions", () => {
    // Differences 0 and 6: 3 ± 4.2.
    expect(compare({ 1: 30, 2: 36 }, { 1: 30, 2: 30 })).toBe(
      "Soft targets took 3.0 ± 4.2 errors off, which is within the spread: no clear difference (2 seeds).",
    );
    expect(compare({ 1: 30, 2: 30 }, { 1: 30, 2: 36 })).toBe(
      "Soft targets added 3.0 ± 4.2 errors, which is within the spread: no clear difference (2 seeds).",
    );
  });

  it("says when it got worse", () => {
    expect(compare({ 1: 30, 2: 30 }, { 1: 40, 2: 42 })).toBe(
      "Soft targets added 11.0 ± 1.4 errors: the distilled student did worse than the baseline (2 seeds).",
    );
  });

  it("says that a single seed is one, and that one error is one", () => {
    expect(compare({ 1: 30 }, { 1: 20 })).toBe(
      "Soft targets took 10 errors off, 50 % of the way to the teacher (1 seed, so it may be chance).",
    );
    expect(compare({ 1: 30 }, { 1: 29 })).toBe(
      "Soft targets took 1 error off, 5 % of the way to the teacher (1 seed, so it may be chance).",
    );
  });

  it("says when nothing changed", () => {
    expect(compare({ 1: 0, 2: 0 }, { 1: 0, 2: 0 })).toBe(
      "Soft targets made no difference to the number of errors (2 seeds).",
    );
    expect(compare({ 1: 30 }, { 1: 30 })).toBe(
      "Soft targets made no difference to the number of errors (1 seed, so it may be chance).",
    );
  });

  it("does not call a mean of zero with a spread no difference", () => {
    expect(compare({ 1: 30, 2: 30 }, { 1: 28, 2: 32 })).toBe(
      "Soft targets took 0.0 ± 2.8 errors off, which is within the spread: no clear difference (2 seeds).",
    );
  });

  it("says when the student passed the teacher, and when the teacher is no better", () => {
    expect(compare({ 1: 30, 2: 30 }, { 1: 8, 2: 9 })).toBe(
      "Soft targets took 21.5 ± 0.7 errors off, to fewer than the teacher makes (2 seeds).",
    );
    expect(compare({ 1: 30, 2: 30 }, { 1: 20, 2: 22 }, { 1: 35 })).toBe(
      "Soft targets took 9.0 ± 1.4 errors off, with no teacher that made fewer errors than the baseline (2 seeds).",
    );
  });

  it("says what is missing", () => {
    expect(compareStudents(tinyRecord({ teacher: { 1: 1 }, student: { 1: 2 } }))).toBe(
      "Nothing to compare: no net of the run is a baseline.",
    );
    expect(compareStudents(tinyRecord({ baseline: { 1: 2 } }))).toBe(
      "Nothing to compare: the run has no student on soft targets.",
    );
    const record = tinyRecord({ baseline: { 1: 2 }, student: { 1: 1 } });
    const apart = withNets(record, (net) => ({ ...net, figures: net.baseline ? { errors: 2 } : { nll: 1 } }));
    expect(compareStudents(apart)).toBe(
      "Nothing to compare: the baseline and the student were measured by no common metric.",
    );
  });

  it("names the student where there are several, and takes the one that it is told", () => {
    const record = tinyRecord({ teacher: { 1: 10 }, baseline: { 1: 30 }, student: { 1: 20 } });
    const other: NetRecord[] = [...tinyNets({ ...record.nets[2]!, name: "hot" }, { 1: 25 })];
    const both = { ...record, nets: [...record.nets, ...other] };
    expect(compareStudents(both)).toBe(
      "Soft targets took 10 errors off with kd, 50 % of the way to the teacher (1 seed, so it may be chance).",
    );
    const elsewhere = { ...both, nets: [...record.nets, ...other.map((net) => ({ ...net, table: "more" }))] };
    expect(compareStudents(elsewhere)).not.toContain("with kd");
  });

  it("compares by any other metric, in either direction", () => {
    const accuracy = (shares: Readonly<Record<string, number>>) =>
      compareStudents(
        withNets(tinyRecord({ teacher: { 1: 0 }, baseline: { 1: 0, 2: 0 }, student: { 1: 0, 2: 0 } }), (net) => ({
          ...net,
          figures: { accuracy: shares[net.name]! + net.seed / 1000 },
        })),
      );
    // The spread of equal differences is 0.
    expect(accuracy({ big: 0.9, plain: 0.8, kd: 0.85 })).toMatch(
      /^Soft targets raised the test accuracy by 5\.00 ± 0\.00 points, 5\d % of the way to the teacher \(2 seeds\)\.$/,
    );
    expect(accuracy({ big: 0.9, plain: 0.8, kd: 0.95 })).toContain("15.00 ± 0.00 points, past the teacher");
    expect(accuracy({ big: 0.7, plain: 0.8, kd: 0.75 })).toContain(
      "lowered the test accuracy by 5.00 ± 0.00 points: the",
    );
    expect(accuracy({ big: 0.7, plain: 0.8, kd: 0.85 })).toContain("with no teacher better than the baseline");
    const rate: MetricRecord = { key: "wer", title: "word error rate", format: "share", decimals: 1, better: "lower" };
    const words = withNets(tinyRecord({ baseline: { 1: 0 }, student: { 1: 0 } }), (net) => ({
      ...net,
      figures: { wer: net.baseline ? 0.2 : 0.15 },
    }));
    expect(compareStudents({ ...words, metrics: [rate] })).toContain("lowered the word error rate by 5.0 points");
  });
});
