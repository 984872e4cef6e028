import type { z } from "zod";

/** Parts of a specification over others: what is undefined changes nothing, objects are merged, all else replaces. */
export function mergeParts<Parts extends object>(base: Parts, over: Parts): Parts {
  const result = { ...base } as Record<string, unknown>;
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    result[key] = isObject ? mergeParts((result[key] ?? {}) as object, value as object) : value;
  }
  return result as Parts;
}

/**
 * A specification that has been checked.
 *
 * @throws Error with one line that names the field, what was expected and what came
 */
export function parseSpec<Spec>(schema: z.ZodType<Spec>, given: object): Spec {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const path = issue.path.join(".");
  const received = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], given);
  throw new Error(`spec: ${path ? `${path}: ` : ""}${issue.message}, got ${JSON.stringify(received)}`);
}
