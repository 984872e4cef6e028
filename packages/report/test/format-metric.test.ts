import { expect, it } from "vitest";
import { formatAmount, formatMetric, formatReference, METRICS, type MetricRecord } from "../src/index.ts";

const metric = (key: string): MetricRecord => METRICS.find((one) => one.key === key)!;

it.each<[string, number, number | undefined, number, string]>([
  ["errors", 74, undefined, 1, "74"],
  ["errors", 74.25, undefined, 1, "74.3"],
  ["errors", 74, 4, 3, "74.0 ± 4.0"],
  ["errors", 1641.2, 50.17, 5, "1,641.2 ± 50.2"],
  ["accuracy", 0.98794, 0.0003, 3, "98.79 ± 0.03 %"],
  ["nll", 0.01963, 0.0002, 3, "0.0196 ± 0.0002"],
  ["nll", Number.NaN, Number.NaN, 3, "NaN ± NaN"],
  ["parameters", 1276810, 0, 3, "1,276,810"],
  ["seconds", 1234.56, 7, 3, "1,234.6 ± 7.0"],
  // In the unit of the data: significant digits.
  ["rmse", 10_188.19, 535.81, 3, "10,188 ± 536"],
  ["rmse", 9.99961, 0.031, 3, "10.00 ± 0.03"],
  ["mae", 0.000123456, undefined, 1, "0.0001235"],
  ["mae", 0, undefined, 1, "0.000"],
])("formatMetric writes %s of %s ± %s over %s as %s", (key, mean, spread, count, text) => {
  expect(formatMetric(metric(key), { mean, spread, count })).toBe(text);
});

it("formatAmount has the unit, which agrees with a count", () => {
  expect(["errors", "accuracy", "nll"].map((key) => formatAmount(metric(key), 1))).toEqual([
    ...["1 error", "100.00 %", "1.0000 nats"],
  ]);
  expect(formatAmount(metric("errors"), 1204)).toBe("1,204 errors");
});

it("formatReference has no more decimals than were given", () => {
  expect(formatReference(metric("errors"), 67)).toBe("67");
  expect(formatReference(metric("accuracy"), 0.132)).toBe("13.2 %");
  expect(formatReference(metric("nll"), -7.6)).toBe("−7.6");
});
