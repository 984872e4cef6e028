/**
 * Merges parts of a specification over others: undefined values change nothing, objects are merged, everything else
 * replaces. An object of another `kind` (default `"mlp"`) also replaces, since nets of different kinds have different
 * fields.
 */
export function mergeParts<Parts extends object>(base: Parts, over: Parts): Parts {
  const result = { ...base } as Record<string, unknown>;
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const old = result[key];
    const isMerged =
      isObject(value) && isObject(old) && (value.kind === undefined || value.kind === (old.kind ?? "mlp"));
    result[key] = isMerged ? mergeParts(old, value) : value;
  }
  return result as Parts;
}

function isObject(value: unknown): value is { readonly kind?: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
