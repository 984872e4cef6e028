import type { TableFeature } from "../table-row.ts";
import type { FeatureEncoding } from "../transform.ts";
import { deviationOf, type Moments } from "./moments.ts";

/** The encoding of a number; `isMissing` says whether some example has none. */
export function encodeNumber(name: string, moments: Moments, isMissing: boolean): FeatureEncoding {
  return {
    ...{ name, type: "number", subtract: moments.mean, divide: deviationOf(moments) },
    marksMissing: isMissing,
  };
}

/** The encoding of a category, of which each value was found so often. */
export function encodeCategory(
  { name, values }: Extract<TableFeature, { readonly type: "category" }>,
  found: ArrayLike<number>,
  minCount: number,
): FeatureEncoding {
  const kept = values.filter((_, code) => found[code]! >= minCount);
  return { name, type: "category", values: kept.sort((a, b) => (a < b ? -1 : 1)) };
}
