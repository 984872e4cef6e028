/** The length limit of values in messages. */
const LONGEST = 80;

/** Formats a value of a specification in one short line, however long or deep it is. */
export function showValue(value: unknown): string {
  const text = value === undefined ? "nothing" : toText(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function toText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    // Nested too deeply.
    return Array.isArray(value) ? "a list" : "an object";
  }
}
