import { nearestName } from "@dark-knowledge/core";
import type { z } from "zod";
import { fieldsAt } from "./schema-at.ts";
import { showValue } from "./show-value.ts";
import { SpecError } from "./spec-error.ts";

/**
 * Checks a specification and fills in the schema's defaults.
 *
 * @throws SpecError for the first field that is wrong
 */
export function parseSpec<Spec>(schema: z.ZodType<Spec>, given: unknown): Spec {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const [path, expected] = describeIssue(issue, given, schema);
  throw new SpecError(path.join("."), expected, showValue(valueAt(given, path)));
}

/** Returns the wrong field and what it must be. */
function describeIssue(
  issue: z.core.$ZodIssue,
  given: unknown,
  schema: z.ZodType,
): readonly [readonly PropertyKey[], string] {
  const { path } = issue;
  switch (issue.code) {
    case "too_small":
    case "too_big":
      return [path, describeBound(issue)];
    case "invalid_type":
      return [path, `must be ${EXPECTED[issue.expected] ?? `of type ${issue.expected}`}`];
    case "invalid_value":
      return [path, describeChoices(valueAt(given, path), issue.values)];
    case "unrecognized_keys": {
      const [key] = issue.keys;
      return [[...path, key!], `is not a field${suggestion(key, fieldsAt(schema, path))}`];
    }
    default:
      return [path, issue.message];
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "an object",
  string: "a string",
};

function describeBound(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const isSmall = issue.code === "too_small";
  const bound = String(isSmall ? issue.minimum : issue.maximum);
  const side = isSmall ? (issue.inclusive ? "at least" : "above") : issue.inclusive ? "at most" : "below";
  if (issue.origin === "array") return `must have ${side} ${bound} ${bound === "1" ? "element" : "elements"}`;
  return `must be ${side} ${bound}`;
}

function describeChoices(value: unknown, choices: readonly unknown[]): string {
  if (choices.length === 1) return `must be ${choices[0]}`;
  return `must be one of ${choices.join(", ")}${suggestion(value, choices.map(String))}`;
}

/** Suggests the name that was probably meant, as the end of a message. */
function suggestion(written: unknown, names: readonly string[]): string {
  // A field of another kind of net is known by that very name.
  const nearest = typeof written === "string" && !names.includes(written) ? nearestName(written, names) : undefined;
  return nearest === undefined ? "" : ` (did you mean ${nearest}?)`;
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined | null)?.[key], given);
}
