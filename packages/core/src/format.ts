/**
 * Formats a shape as error messages print it.
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
  return Array.isArray(shape)
    ? `[${shape.map((size) => (typeof size === "number" ? size : formatValue(size))).join(", ")}]`
    : formatValue(shape);
}

/**
 * Formats any value as error messages print it, on one line of at most 80 characters: numbers, bigints and booleans as
 * they are written in code, strings in double quotes, tensors by type and shape, everything else by its kind.
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
  if (typeof value === "string") return formatText(value);
  if (typeof value === "bigint") return oneLine(`${value}n`, MOST_CHARACTERS - 1);
  if (Object.is(value, -0)) return "-0";
  if (value === null || ["undefined", "number", "boolean"].includes(typeof value)) return String(value);
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol") return "a Symbol";
  try {
    return oneLine(describe(value as object), MOST_CHARACTERS - 1);
  } catch {
    // A proxy, or a property that throws when read.
    return "an object";
  }
}

const MOST_CHARACTERS = 80;

/** Cuts a string after 60 characters, or earlier if many must be escaped. */
function formatText(text: string): string {
  const whole = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  return whole.length > MOST_CHARACTERS ? `${whole.slice(0, MOST_CHARACTERS - 2)}…"` : whole;
}

function describe(value: object): string {
  const { shape, dtype } = value as { shape?: unknown; dtype?: unknown };
  if (Array.isArray(shape) && typeof dtype === "string") return `a tensor of ${dtype}, shape ${formatShape(shape)}`;
  const kind = kindOf(value);
  return hasLength(value) ? `${kind} of length ${value.length}` : kind;
}

/**
 * Formats a text from elsewhere as error messages print it: on one line, without control characters, and cut if it is
 * long.
 *
 * @param most the most characters to show
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
  if (typeof text !== "string") return formatValue(text);
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
