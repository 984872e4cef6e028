import { formatShortest, formatSummary } from "./format-number.ts";
import { assertKind } from "./internal/assert-kind.ts";
import { assertNumeric } from "./internal/assert-numeric.ts";
import { METRIC, SUMMARY } from "./internal/kinds.ts";
import type { MetricRecord } from "./metric-record.ts";
import { type Summary, summarise } from "./summarise.ts";

/**
 * Formats the mean and spread of a metric, with the metric's decimals.
 *
 * @throws ArgumentError when an argument has the wrong type
 * @see {@link summariseMetric} for mean and spread
 *
 * @example
 * ```ts
 * import { formatMetric, METRICS } from "@dark-knowledge/report";
 *
 * const [errors, accuracy] = METRICS;
 * formatMetric(errors!, { mean: 74.25, spread: 4, count: 4 }); // => "74.3 ± 4.0"
 * formatMetric(accuracy!, { mean: 0.9879, spread: undefined, count: 1 }); // => "98.79 %"
 * ```
 */
export function formatMetric(metric: MetricRecord, summary: Summary): string {
  assertKind("formatMetric", "metric", metric, METRIC);
  assertKind("formatMetric", "summary", summary, SUMMARY);
  const { mean, spread, count } = summary;
  const { format, isFixed = false } = metric;
  const decimals = decimalsOf(metric, mean);
  const scale = format === "share" ? 100 : 1;
  const scaled = { mean: scale * mean, spread: spread === undefined || isFixed ? undefined : scale * spread, count };
  // The mean of counts need not be whole, and neither need a count that is a mean itself.
  const needed = format === "count" && (isFixed ? false : count > 1 || !Number.isInteger(mean)) ? 1 : decimals;
  return `${formatSummary(scaled, needed)}${format === "share" ? " %" : ""}`;
}

/** The decimals of a metric, or those that its significant digits need. */
function decimalsOf({ decimals = 0, digits }: MetricRecord, value: number): number {
  if (digits === undefined || !Number.isFinite(value)) return decimals;
  const [, exponent] = value.toExponential(digits - 1).split("e");
  return value === 0 ? digits - 1 : Math.min(20, Math.max(0, digits - 1 - Number(exponent)));
}

/**
 * Formats a cited number with no more decimals than its source gave: `67`, `13.2 %`.
 *
 * @throws ArgumentError when an argument has the wrong type
 * @see {@link formatMetric}
 */
export function formatReference(metric: MetricRecord, value: number): string {
  assertKind("formatReference", "metric", metric, METRIC);
  assertNumeric("formatReference", "value", value);
  const [scale, suffix] = metric.format === "share" ? [100, " %"] : [1, ""];
  return `${formatShortest(scale * value)}${suffix}`;
}

/**
 * Formats one value with its unit: `74 errors`, `98.79 %`, `0.0196 nats`.
 *
 * @throws ArgumentError when an argument has the wrong type
 * @see {@link formatMetric}
 */
export function formatAmount(metric: MetricRecord, value: number): string {
  assertNumeric("formatAmount", "value", value);
  const text = formatMetric(metric, summarise([value]));
  const { unit, format } = metric;
  return unit === undefined ? text : `${text} ${format === "count" && value === 1 ? unit.replace(/s$/, "") : unit}`;
}
