import { mergeParts } from "./merge-parts.ts";
import { showValue } from "./show-value.ts";
import { SpecError } from "./spec-error.ts";

/** No field lies as deep. */
const DEEPEST = 20;

/**
 * Merges parts of a specification, later ones over earlier ones.
 *
 * @throws SpecError when a part is not an object, or is nested too deeply to be read
 */
export function mergeAll(parts: readonly unknown[]): Readonly<Record<string, unknown>> {
  return parts.reduce<Readonly<Record<string, unknown>>>((merged, part) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) {
      throw new SpecError("", "must be an object", showValue(part));
    }
    assertShallow(part);
    return mergeParts(merged, part as Readonly<Record<string, unknown>>);
  }, {});
}

/** Level by level, because what is nested deeply has no place on the stack. */
function assertShallow(part: object): void {
  let level: readonly { readonly value: object; readonly path: readonly string[] }[] = [{ value: part, path: [] }];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) {
      const { value, path } = level[0]!;
      throw new SpecError(path.slice(0, 3).join("."), `must be nested at most ${DEEPEST} deep`, showValue(value));
    }
    const hidden = level.find(({ value }) => Object.hasOwn(value, "__proto__"));
    // Setting it would change what the merged object inherits.
    if (hidden !== undefined) throw new SpecError([...hidden.path, "__proto__"].join("."), "is not a field", "one");
    level = level.flatMap(({ value, path }) =>
      Object.entries(value)
        .filter(([, inner]) => typeof inner === "object" && inner !== null)
        .map(([key, inner]) => ({ value: inner as object, path: [...path, key] })),
    );
  }
}
