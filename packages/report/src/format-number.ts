import { assertFields, assertInteger } from "@dark-knowledge/core";
import { assertKind } from "./internal/assert-kind.ts";
import { assertNumeric } from "./internal/assert-numeric.ts";
import { SUMMARY } from "./internal/kinds.ts";
import type { Summary } from "./summarise.ts";

/** JavaScript writes no more. */
const MOST_DECIMALS = 100;

/**
 * Formats a count with commas between thousands: `1,276,810`.
 *
 * @throws ArgumentError when an argument has the wrong type
 * @see {@link formatFixed}
 */
export function formatCount(count: number): string {
  return formatFixed(count, 0);
}

/**
 * Formats a number with a fixed number of decimals, commas between thousands, and a true minus sign.
 *
 * @throws ArgumentError when `value` is not a number, or `decimals` not an integer from 0 to 100
 *
 * @example
 * ```ts
 * import { formatCount, formatFixed, formatPercent, formatPlural, formatSigned, formatSummary } from "@dark-knowledge/report";
 *
 * formatFixed(-1234.5, 1); // => "−1,234.5"
 * formatCount(1276810); // => "1,276,810"
 * formatPercent(0.41, 0); // => "41 %"
 * formatSigned(0.71, 1); // => "+0.7"
 * formatSummary({ mean: 74.3, spread: 4, count: 3 }, 1); // => "74.3 ± 4.0"
 * formatPlural(1, "seed"); // => "1 seed"
 * ```
 */
export function formatFixed(value: number, decimals: number): string {
  if (value !== null) assertNumeric("formatFixed", "value", value);
  assertInteger("formatFixed", "decimals", decimals, { min: 0, max: MOST_DECIMALS });
  // Also covers null, which JSON writes for NaN.
  if (!Number.isFinite(value) && Math.abs(value) !== Infinity) return "NaN";
  const sign = value < 0 && Math.abs(value) >= 0.5 * 10 ** -decimals ? "−" : "";
  if (!Number.isFinite(value)) return `${sign}∞`;
  const [whole = "", fraction] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? sign + grouped : `${sign}${grouped}.${fraction}`;
}

/**
 * Formats a number with as many decimals as it has, up to nine digits: `67`, `−7.6`.
 *
 * @throws ArgumentError when an argument has the wrong type
 * @see {@link formatFixed}
 */
export function formatShortest(value: number): string {
  assertNumeric("formatShortest", "value", value);
  const digits = Number(value.toPrecision(9));
  const [, fraction = ""] = Math.abs(digits) < 1e-6 ? [] : digits.toString().split(".");
  return formatFixed(digits, fraction.length);
}

/**
 * Formats a share from 0 to 1 as `41 %`.
 *
 * @throws ArgumentError when an argument has the wrong type
 * @see {@link formatFixed}
 */
export function formatPercent(share: number, decimals: number): string {
  assertNumeric("formatPercent", "share", share);
  return `${formatFixed(share * 100, decimals)} %`;
}

/**
 * Formats a change with its sign, or without one where it rounds to zero: `+0.7`, `−0.7`, `0.0`.
 *
 * @throws ArgumentError when an argument has the wrong type
 * @see {@link formatFixed}
 */
export function formatSigned(value: number, decimals: number): string {
  assertNumeric("formatSigned", "value", value);
  assertInteger("formatSigned", "decimals", decimals, { min: 0, max: MOST_DECIMALS });
  return `${value >= 0.5 * 10 ** -decimals ? "+" : ""}${formatFixed(value, decimals)}`;
}

/**
 * Formats mean and spread with the same decimals: `74.3 ± 4.0`; the mean alone where there is no spread.
 *
 * @throws ArgumentError when an argument has the wrong type
 * @see {@link formatFixed}
 */
export function formatSummary(summary: Summary, decimals: number): string {
  assertKind("formatSummary", "summary", summary, SUMMARY);
  const { mean, spread } = summary;
  const centre = formatFixed(mean, decimals);
  return spread === undefined ? centre : `${centre} ± ${formatFixed(spread, decimals)}`;
}

/**
 * Formats a count with its noun, singular or plural: `1 seed`, `3 seeds`.
 *
 * @throws ArgumentError when an argument has the wrong type
 * @see {@link formatFixed}
 */
export function formatPlural(count: number, noun: string): string {
  assertNumeric("formatPlural", "count", count);
  assertFields("formatPlural", { noun }, { noun: "text" });
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
