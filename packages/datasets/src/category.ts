import type { Source, SourceKind } from "./source.ts";

/** See {@link category}. */
export interface CategorySource extends Source {
  readonly kind: "category";
  readonly version: 1;
}

/**
 * A source of texts that are each one of a few values, such as a colour or a country. Add a {@link vocabulary} to the
 * column, which distinguishes the values of the training part from all others, and {@link counts} for a model that
 * takes vectors.
 *
 * @example
 * ```ts
 * import { category, columnOf } from "@dark-knowledge/datasets";
 *
 * const { names, values } = columnOf(["red", "blue", "red"], category());
 * names; // => ["red", "blue"]
 * Array.from(values); // => [0, 1, 0]
 * ```
 */
export function category(): CategorySource {
  return { kind: "category", version: 1 };
}

/** The {@link SourceKind} of {@link category}. */
export const CATEGORY: SourceKind<CategorySource, string> = {
  kind: "category",
  version: 1,
  type: "int32",
  hasNames: true,
  isSequence: false,
  shape: () => [1],
  encode(raw) {
    if (typeof raw !== "string") throw new Error("must be a text");
    return [raw];
  },
};
