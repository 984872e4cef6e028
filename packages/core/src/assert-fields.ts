import { ArgumentError } from "./argument-error.ts";
import { formatValue } from "./format.ts";

type Test = (value: unknown) => boolean;

const isNumber: Test = (value) => typeof value === "number";
const isText: Test = (value) => typeof value === "string";
const isFunction: Test = (value) => typeof value === "function";
const isObject: Test = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
const every =
  (test: Test): Test =>
  (value) =>
    // Not every by itself, which passes over holes.
    Array.isArray(value) && Array.from(value).every(test);

const isTyped = (value: unknown, type: RegExp) =>
  // Not instanceof: arrays from another realm count as well.
  ArrayBuffer.isView(value) && type.test((value as unknown as Record<symbol, string>)[Symbol.toStringTag] ?? "");

/** The kinds of fields that {@link assertFields} distinguishes. */
export type FieldKind =
  | ("text" | "texts" | "flag" | "number" | "numbers" | "rows" | "figures")
  | ("values" | "float32" | "int32")
  | ("object" | "objects" | "list" | "function" | "signal");

/** Each kind's name for the message, and its check. */
const KINDS: Readonly<Record<FieldKind, readonly [string, Test]>> = {
  text: ["a string", isText],
  texts: ["an array of strings", every(isText)],
  flag: ["true or false", (value) => typeof value === "boolean"],
  number: ["a number", isNumber],
  numbers: ["an array of numbers", every(isNumber)],
  rows: ["an array of arrays of numbers", every(every(isNumber))],
  figures: ["an object of numbers", (value) => isObject(value) && Object.values(value as object).every(isNumber)],
  values: ["an array of numbers", (value) => every(isNumber)(value) || isTyped(value, /^(Float|Int|Uint)/)],
  float32: ["a Float32Array", (value) => isTyped(value, /^Float32/)],
  int32: ["an Int32Array", (value) => isTyped(value, /^Int32/)],
  object: ["an object", isObject],
  objects: ["an array of objects", every(isObject)],
  list: ["an array", (value) => Array.isArray(value)],
  function: ["a function", isFunction],
  signal: ["an AbortSignal", (value) => isObject(value) && isFunction((value as AbortSignal).throwIfAborted)],
};

/** The fields of an object by name; a question mark marks an optional one. */
export type Fields = Readonly<Record<string, FieldKind | `${FieldKind}?`>>;

/** How {@link assertFields} names what it checks. */
export interface FieldNames {
  /** The object. Default: `"options"`. */
  readonly argument?: string;
  /** The text before the name of a field. Default: nothing. */
  readonly prefix?: string;
}

/**
 * Throws an {@link ArgumentError} unless `value` is an object in which each of some fields has the right type. Other fields may
 * be anything.
 *
 * @param functionName the exported function that was called; the message starts with it
 * @param fields the kind of each field
 * @throws ArgumentError with code `dtype` that names the first field that is missing or has the wrong type
 *
 * @example
 * ```ts
 * import { ArgumentError, assertFields } from "@dark-knowledge/core";
 *
 * let message = "";
 * try {
 *   assertFields("train", { epochs: 3, onEpoch: "print" }, { epochs: "number", onEpoch: "function?" });
 * } catch (error) {
 *   if (ArgumentError.is(error)) message = error.message;
 * }
 * message; // => 'train: onEpoch must be a function, got "print"'
 * ```
 */
export function assertFields(
  functionName: string,
  value: unknown,
  fields: Fields,
  { argument = "options", prefix = "" }: FieldNames = {},
): void {
  const fail = (where: string, words: string, received: unknown) => {
    const expected = `must be ${words}`;
    return new ArgumentError({
      ...{ functionName, argument: where, expected },
      received: formatValue(received),
      code: "dtype",
    });
  };
  if (typeof value !== "object" || value === null) throw fail(argument, "an object", value);
  for (const [name, kind] of Object.entries(fields)) {
    const field = (value as Readonly<Record<string, unknown>>)[name];
    if (field === undefined && kind.endsWith("?")) continue;
    const [words, test] = KINDS[kind.replace("?", "") as FieldKind];
    if (!test(field)) throw fail(`${prefix}${name}`, words, field);
  }
}
