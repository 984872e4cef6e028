import { describe, expect, it } from "vitest";
import { type DotRow, METRICS } from "../../src/index.ts";
import { type DotRowsOptions, drawDotRows } from "../../src/internal/charts/draw-dot-rows.ts";
import { parsePage } from "../parse-page.ts";

const OPTIONS: DotRowsOptions = {
  metric: METRICS[0]!,
  ...{ quantity: "errors", dataset: { name: "toy", sizes: { test: 200 }, classNames: [] } },
};
const SHARES = { ...OPTIONS, metric: METRICS[1]! };
const row = (...values: readonly number[]): DotRow => ({
  mark: "student",
  label: "net",
  values: values.map((value, index) => ({ seed: index + 1, value })),
});

/** Where the marks stand whose title ends so, from left to right as they were given. */
function draw(rows: readonly DotRow[], options = OPTIONS) {
  const page = parsePage(`<html><body>${drawDotRows(rows, options).markup}</body></html>`);
  const places = page
    .all("g[stroke] > *")
    .filter(({ outerHTML }) => outerHTML.includes("<title>"))
    .map((mark) =>
      Number(/translate\(([\d.]+)/.exec(mark.getAttribute("transform") ?? "")?.[1] ?? mark.getAttribute("cx")),
    );
  return {
    places,
    label: page.first("svg").getAttribute("aria-label"),
    texts: page.texts("text"),
    titles: page.texts("title"),
  };
}

describe("drawDotRows(rows, options)", () => {
  it("places values in proportion", () => {
    const { places, label } = draw([row(10, 20, 40)]);
    expect(places).toHaveLength(3);
    expect((places[2]! - places[1]!) / (places[1]! - places[0]!)).toBeCloseTo(2, 2);
    expect(label).toBe("Errors. net: 23.3 ± 15.3.");
  });

  it("places values by their ratio where they span as much as it is told, and says so", () => {
    const { places, label, texts } = draw([row(10, 20, 80)], { ...OPTIONS, logSpan: 8 });
    expect((places[2]! - places[1]!) / (places[1]! - places[0]!)).toBeCloseTo(2, 2);
    expect(label).toBe("Errors. net: 36.7 ± 37.9; logarithmic axis.");
    for (const tick of ["10", "20", "50"]) expect(texts).toContain(tick);
    expect(draw([row(10, 20, 79)], { ...OPTIONS, logSpan: 8 }).label).not.toContain("logarithmic");
    expect(draw([row(0, 20, 80)], { ...OPTIONS, logSpan: 8 }).label).not.toContain("logarithmic");
  });

  it("marks what others found, within the axis", () => {
    const reference = { source: "paper", value: 100 };
    const { places, titles, label } = draw([{ ...row(10, 20), reference }]);
    expect((places[2]! - places[1]!) / (places[1]! - places[0]!)).toBeCloseTo(8, 1);
    expect(titles.at(-1)).toBe("net, paper: 100 errors");
    expect(label).toBe("Errors. net: 15.0 ± 7.1, paper 100 errors.");
  });

  it("has percentages on the axis of shares, and whole numbers on that of counts", () => {
    expect(draw([row(0.735, 0.768)], SHARES).texts).toEqual(
      expect.arrayContaining(["73", "77", "test accuracy, %; higher is better"]),
    );
    expect(draw([row(0.735, 0.768)], SHARES).titles).toContain("net, seed 1: 73.50 %");
    const { texts } = draw([row(3, 4)]);
    expect(texts).toEqual(expect.arrayContaining(["3", "4", "test errors, of 200; fewer is better"]));
    expect(texts).not.toContain("3.5");
  });

  it("gives a label a line of its own where the figure has no room beside it", () => {
    const height = (label: string) => {
      const { markup } = drawDotRows([{ ...row(1, 2), label }, row(3)], OPTIONS);
      return Number(/ height="(\d+)"/.exec(markup)![1]);
    };
    expect(height("n".repeat(60)) - height("net")).toBe(30);
  });

  it("draws each kind of net with its symbol, those before a correction hollow", () => {
    const markup = (mark: DotRow["mark"]) => drawDotRows([{ ...row(1), mark }], OPTIONS).markup;
    const marks = ["teacher", "baseline", "student", "combination", "other"] as const;
    const shapes = marks.map((mark) => /<path [^>]*d="([^"]*)"[^>]*><title>/.exec(markup(mark))?.[1] ?? "circle");
    expect(new Set(shapes).size).toBe(5);
    expect(markup("uncorrected")).toMatch(/<g (?=[^>]*fill="var\(--paper\)")[^>]*stroke="var\(--uncorrected\)"/);
  });

  it("draws a net without errors", () => {
    expect(drawDotRows([row(0)], OPTIONS).markup).not.toMatch(/NaN|Infinity/);
    expect(drawDotRows([row(0, 0)], { ...OPTIONS, logSpan: 5 }).markup).not.toMatch(/NaN|Infinity/);
  });
});
