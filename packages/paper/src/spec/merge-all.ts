import { mergeParts } from "./merge-parts.ts";
import { showValue } from "./show-value.ts";
import { SpecError } from "./spec-error.ts";

/**
 * Merges parts of a specification, later ones over earlier ones.
 *
 * @throws SpecError when a part is not an object
 */
export function mergeAll(parts: readonly unknown[]): Readonly<Record<string, unknown>> {
  return parts.reduce<Readonly<Record<string, unknown>>>((merged, part) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) {
      throw new SpecError("", "must be an object", showValue(part));
    }
    return mergeParts(merged, part as Readonly<Record<string, unknown>>);
  }, {});
}
