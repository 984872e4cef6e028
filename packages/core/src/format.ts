/**
 * A shape as error messages print it.
 *
 * @example
 * ```ts
 * import { formatShape } from "@dark-knowledge/core";
 *
 * formatShape([32, 10]); // => "[32, 10]"
 * formatShape([]); // => "[]"
 * ```
 */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

/**
 * Any value as error messages print it, always on one line: numbers, bigints and booleans as they are written in code,
 * strings in double quotes (cut after 60 characters), everything else by its kind.
 *
 * @example
 * ```ts
 * import { formatValue } from "@dark-knowledge/core";
 *
 * formatValue("10"); // => '"10"'
 * formatValue(new Float32Array(3)); // => "a Float32Array of length 3"
 * ```
 */
export function formatValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (value === null || ["undefined", "number", "boolean"].includes(typeof value)) return String(value);
  if (typeof value === "function") return "a function";
  const kind = kindOf(value as object);
  return hasLength(value) ? `${kind} of length ${value.length}` : kind;
}

/**
 * A text from elsewhere as error messages print it: on one line, without control characters, and cut where it is long.
 *
 * @param most how many characters are shown
 *
 * @example
 * ```ts
 * import { oneLine } from "@dark-knowledge/core";
 *
 * oneLine("Unexpected token\n  at line 2"); // => "Unexpected token at line 2"
 * oneLine("abcdef", 3); // => "abc…"
 * ```
 */
export function oneLine(text: string, most = 120): string {
  // Cut first: the text may be of any length.
  const line = text
    .slice(0, 4 * most)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it takes out
    .replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")
    .trim();
  return line.length > most || text.length > 4 * most ? `${line.slice(0, most)}…` : line;
}

function kindOf(value: object): string {
  const name = value.constructor?.name;
  if (!name || name === "Object") return "an object";
  return `${/^[aeiou]/i.test(name) && !name.startsWith("U") ? "an" : "a"} ${name === "Array" ? "array" : name}`;
}

function hasLength(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}
