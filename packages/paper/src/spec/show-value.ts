import { formatValue } from "@dark-knowledge/core";

/** The length limit of values in messages. */
const LONGEST = 80;

/** Formats a value of a specification in one short line, however long or deep it is. */
export function showValue(value: unknown): string {
  const text = value === undefined ? "nothing" : toText(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function toText(value: unknown): string {
  try {
    // Functions and symbols have no JSON.
    return JSON.stringify(value) ?? formatValue(value);
  } catch {
    // Nested too deeply, or with a bigint.
    return Array.isArray(value) ? "a list" : "an object";
  }
}
