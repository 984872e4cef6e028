import { assertArray, assertFields, assertOneOf, type Fields } from "@dark-knowledge/core";

/** The fields that an object must have. */
export interface Kind {
  readonly fields: Fields;
  /** The kinds of the objects, or of the lists of objects, in some of the fields. */
  readonly parts?: Readonly<Record<string, Kind>>;
  /** The words that are allowed in some of the fields. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Throws unless a value is an object of a kind.
 *
 * @param argument the name of the value in messages
 * @param prefix the text before the names of its fields
 */
export function assertKind(
  functionName: string,
  argument: string,
  value: unknown,
  kind: Kind,
  prefix = `${argument}.`,
): void {
  assertFields(functionName, value, kind.fields, { argument, prefix });
  const fields = value as Readonly<Record<string, unknown>>;
  for (const [name, words] of Object.entries(kind.words ?? {})) {
    if (fields[name] !== undefined) assertOneOf(functionName, `${prefix}${name}`, fields[name], words);
  }
  for (const [name, part] of Object.entries(kind.parts ?? {})) {
    const inside = fields[name];
    if (Array.isArray(inside)) assertKinds(functionName, `${prefix}${name}`, inside, part);
    else if (inside !== undefined) assertKind(functionName, `${prefix}${name}`, inside, part);
  }
}

/** Throws unless a value is a list of objects of a kind. */
export function assertKinds(functionName: string, argument: string, values: unknown, kind: Kind): void {
  assertArray(functionName, argument, values, "Array");
  // Not forEach, which passes over holes.
  for (const [index, value] of values.entries()) assertKind(functionName, `${argument}[${index}]`, value, kind);
}
