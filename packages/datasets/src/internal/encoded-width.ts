import type { FeatureEncoding } from "../transform.ts";

/** How many numbers a field becomes. */
export function encodedWidth(feature: FeatureEncoding): number {
  if (feature.type === "category") return feature.values.length;
  return feature.marksMissing ? 2 : 1;
}
