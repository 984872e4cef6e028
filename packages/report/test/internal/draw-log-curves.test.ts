import { describe, expect, it } from "vitest";
import { type Html, type Mark, METRICS, type SweepCurve } from "../../src/index.ts";
import { drawLogCurves } from "../../src/internal/charts/draw-log-curves.ts";
import { type Page, parsePage } from "../parse-page.ts";

const OPTIONS = {
  metric: METRICS[0]!,
  width: 330,
  height: 240,
  title: "Errors by share",
  axis: "share",
  formatX: String,
};

/** A curve with seeds 1, 2, … at each place. */
function curve(mark: Mark, points: Readonly<Record<number, readonly number[]>>): SweepCurve {
  return {
    ...{ mark, label: mark },
    points: Object.entries(points).map(([x, values]) => ({
      x: Number(x),
      values: values.map((value, index) => ({ seed: index + 1, value })),
    })),
  };
}

function parse({ markup }: Html): Page {
  return parsePage(`<html><body>${markup}</body></html>`);
}

/** Horizontal places of the dots of single seeds. */
function dots(chart: Html): number[] {
  return parse(chart)
    .all("circle")
    .filter(({ outerHTML }) => outerHTML.includes("<title>"))
    .map((circle) => Number(circle.getAttribute("cx")));
}

describe("drawLogCurves(curves, options)", () => {
  it("places equal ratios equally far apart", () => {
    const [first, second, third] = dots(drawLogCurves([curve("baseline", { 1: [9], 10: [5], 100: [4] })], OPTIONS));
    expect(second! - first!).toBeCloseTo(third! - second!, 1);
    expect(second! - first!).toBeGreaterThan(100);
  });

  it("tells every mean and spread, and the level beside them", () => {
    const level = { mark: "baseline" as const, label: "on labels", value: 12.5 };
    const page = parse(drawLogCurves([curve("student", { 1: [9, 11], 4: [5] })], { ...OPTIONS, level }));
    expect(page.first("svg").getAttribute("aria-label")).toBe(
      "Errors by share. student: 1: 10.0 ± 1.4, 4: 5; on labels: 12.5.",
    );
    expect(page.texts("circle title")).toEqual([
      "student, 1, seed 1: 9 errors",
      "student, 1, seed 2: 11 errors",
      "student, 4, seed 1: 5 errors",
    ]);
    expect(page.all("[stroke-dasharray]")).toHaveLength(1);
    // One bar for the place that has a spread.
    expect(page.all("g[stroke-width='5'] line")).toHaveLength(1);
  });

  it("leaves out ticks that would stand on each other", () => {
    const places = { 1: [1], 2: [1], 2.5: [1], 3: [1], 4: [1], 8: [1], 12: [1], 20: [1], 40: [1] };
    const texts = parse(drawLogCurves([curve("student", places)], OPTIONS)).texts("text");
    for (const tick of ["2", "3", "8", "40"]) expect(texts).toContain(tick);
    for (const tick of ["2.5", "4"]) expect(texts).not.toContain(tick);
  });

  it("draws one place, and no errors at all", () => {
    expect(drawLogCurves([curve("baseline", { 5: [0, 0] })], OPTIONS).markup).not.toMatch(/NaN|Infinity/);
    const both = [curve("baseline", { 5: [3] }), curve("student", { 5: [0], 9: [1] })];
    expect(drawLogCurves(both, OPTIONS).markup).not.toMatch(/NaN|Infinity/);
  });
});
