import { describe, expect, it } from "vitest";
import { drawLearningCurve } from "../../src/internal/charts/draw-learning-curve.ts";
import { parsePage } from "../parse-page.ts";

function ticksOf(values: readonly number[], axis: "x" | "y" = "y"): readonly string[] {
  const points = values.map((value, index) => ({
    seed: 1,
    epoch: index + 1,
    value,
    isLast: index === values.length - 1,
  }));
  const { markup } = drawLearningCurve(points, { mark: "baseline", quantity: "Loss" });
  return parsePage(`<html><body>${markup}</body></html>`).texts(`[data-mark='${axis}-axis tick label'] text`);
}

describe("drawLearningCurve(points, options)", () => {
  it("starts at zero where the values come near it", () => {
    expect(ticksOf([4, 1])).toEqual(["0", "1", "2", "3", "4"]);
  });

  it("shows the change of values that stay far from zero", () => {
    expect(Number(ticksOf([33.5, 32.1])[0])).toBeGreaterThanOrEqual(32);
  });

  it("is logarithmic, with round ticks, where the values span more than twenty-fold", () => {
    expect(ticksOf([1, 0.04])).toEqual(["0.05", "0.1", "0.2", "0.5", "1"]);
    expect(ticksOf([30, 0.01])).toEqual(["0.01", "0.1", "1", "10"]);
  });

  it.each([[[0, 0]], [[2, 2]], [[-1, -3]], [[0.5]], [[1e-9, 1e9]]])("draws %j with ticks", (values) => {
    expect(ticksOf(values).length).toBeGreaterThan(1);
    expect(ticksOf(values).join()).not.toContain("NaN");
  });

  it("has whole epochs only", () => {
    expect(ticksOf([3, 2], "x")).toEqual(["1", "2"]);
    expect(ticksOf([3], "x")).toEqual(["1"]);
  });
});
