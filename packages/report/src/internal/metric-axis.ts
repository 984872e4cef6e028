import { formatCount } from "../format-number.ts";
import type { MetricRecord } from "../metric-record.ts";
import type { DatasetRecord } from "../run-record.ts";

/** The title of an axis: `test errors, of 10,000; fewer is better`. */
export function axisTitle({ title, unit, format, outOf, better }: MetricRecord, { sizes }: DatasetRecord): string {
  const size = outOf === undefined ? undefined : sizes[outOf];
  const of = format === "count" && size !== undefined ? `, of ${formatCount(size)}` : "";
  const measure = format === "share" ? ", %" : format === "number" && unit !== undefined ? `, ${unit}` : "";
  const words = format === "count" ? { lower: "fewer", higher: "more" } : { lower: "lower", higher: "higher" };
  return `${title}${title.endsWith(unit ?? " ") ? "" : measure}${of}${better ? `; ${words[better]} is better` : ""}`;
}

/** The factor of values on an axis, where shares are in percent. */
export function axisScale({ format }: MetricRecord): number {
  return format === "share" ? 100 : 1;
}
