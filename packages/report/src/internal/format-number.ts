import type { Summary } from "../summarise.ts";

/** A count with commas between thousands: `1,276,810`. */
export function formatCount(count: number): string {
  return formatFixed(count, 0);
}

/** A number with a fixed number of decimals, commas between thousands and a true minus sign. */
export function formatFixed(value: number, decimals: number): string {
  // Also what is no number at all: JSON turns NaN into null.
  if (!Number.isFinite(value) && Math.abs(value) !== Infinity) return "NaN";
  const sign = value < 0 && Math.abs(value) >= 0.5 * 10 ** -decimals ? "−" : "";
  if (!Number.isFinite(value)) return `${sign}∞`;
  const [whole = "", fraction] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? sign + grouped : `${sign}${grouped}.${fraction}`;
}

/** A share from 0 to 1 as `41 %`. */
export function formatPercent(share: number, decimals: number): string {
  return `${formatFixed(share * 100, decimals)} %`;
}

/** Mean and spread with the same decimals: `74.3 ± 4.0`; the mean alone where there is no spread. */
export function formatSummary({ mean, spread }: Summary, decimals: number): string {
  const centre = formatFixed(mean, decimals);
  return spread === undefined ? centre : `${centre} ± ${formatFixed(spread, decimals)}`;
}

/** Test errors: whole for one seed, else with one decimal. */
export function formatErrors(errors: Summary): string {
  return formatSummary(errors, errors.count === 1 ? 0 : 1);
}

/** `1 seed`, `3 seeds`. */
export function formatPlural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
