/**
 * Finds the first part of a value that JSON would lose or change, and its path; undefined properties count as left out.
 */
export function findNonJson(
  value: unknown,
  path = "",
  depth = 0,
): { readonly path: string; readonly value: unknown } | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) {
    return undefined;
  }
  const isPlain = Array.isArray(value) || isPlainObject(value);
  if (!isPlain || depth > DEEPEST) return { path, value };
  for (const [key, part] of Object.entries(value as object)) {
    if (part === undefined && !Array.isArray(value)) continue;
    const found = findNonJson(part, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** Nobody nests as deep, but for what contains itself. */
const DEEPEST = 100;

function isPlainObject(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
