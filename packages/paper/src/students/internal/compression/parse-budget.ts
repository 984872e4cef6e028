import { SpecError } from "../../../spec/spec-error.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1e3, m: 60e3, min: 60e3, h: 3600e3 };

/**
 * Parses a time such as `90s`, `10m` or `2h` into milliseconds.
 *
 * @param text default: without an end
 * @throws SpecError when it is none
 */
export function parseBudget(text: string | undefined): number {
  if (text === undefined) return Infinity;
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(text.trim()) ?? [];
  const milliseconds = Number(amount) * (UNITS[unit ?? ""] ?? Number.NaN);
  if (milliseconds > 0) return milliseconds;
  throw new SpecError("budget", "must be a time such as 90s, 10m or 2h", text);
}
