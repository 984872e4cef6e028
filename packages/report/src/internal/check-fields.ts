import { ArgumentError, formatValue } from "@dark-knowledge/core";

type Test = (value: unknown) => boolean;

const isNumber: Test = (value) => typeof value === "number";
const isText: Test = (value) => typeof value === "string";
const isObject: Test = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const every =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);

/** The types of a field. */
type Kind = "text" | "texts" | "flag" | "number" | "numbers" | "rows" | "object" | "objects" | "figures";

/** Each type's name for the message, and its check. */
const KINDS: Readonly<Record<Kind, readonly [string, Test]>> = {
  text: ["a string", isText],
  texts: ["an array of strings", every(isText)],
  flag: ["true or false", (value) => typeof value === "boolean"],
  number: ["a number", isNumber],
  numbers: ["an array of numbers", every(isNumber)],
  rows: ["an array of arrays of numbers", every(every(isNumber))],
  object: ["an object", isObject],
  objects: ["an array of objects", every(isObject)],
  figures: ["an object of numbers", (value) => isObject(value) && Object.values(value as object).every(isNumber)],
};

/** The fields of an object by name; a question mark marks an optional one. */
export type Fields = Readonly<Record<string, Kind | `${Kind}?`>>;

/**
 * Throws an ArgumentError that names the first field that is missing or has the wrong type, with `prefix` before its
 * name.
 */
export function checkFields(functionName: string, prefix: string, value: object, fields: Fields): void {
  for (const [name, kind] of Object.entries(fields)) {
    const field = (value as Readonly<Record<string, unknown>>)[name];
    if (field === undefined && kind.endsWith("?")) continue;
    const [words, test] = KINDS[kind.replace("?", "") as Kind];
    if (!test(field)) {
      const [expected, received] = [`must be ${words}`, formatValue(field)];
      throw new ArgumentError({ functionName, argument: `${prefix}${name}`, expected, received, code: "range" });
    }
  }
}
