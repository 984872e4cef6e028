import type { VocabularyTransform } from "../transform.ts";
import { FIRST_KNOWN, UNKNOWN } from "./first-known.ts";

// Both are gone through once, not for each epoch or prediction.
const REMAPPED: WeakMap<VocabularyTransform, WeakMap<readonly string[], Int32Array>> = /* @__PURE__ */ new WeakMap();

/** For each name its number in a vocabulary. */
export function remapNames(names: readonly string[], vocabulary: VocabularyTransform): Int32Array {
  const byNames = REMAPPED.get(vocabulary) ?? new WeakMap<readonly string[], Int32Array>();
  REMAPPED.set(vocabulary, byNames);
  const found = byNames.get(names) ?? remap(names, vocabulary);
  byNames.set(names, found);
  return found;
}

function remap(names: readonly string[], { values }: VocabularyTransform): Int32Array {
  const numbers = new Map(values.map((value, index) => [value, index + FIRST_KNOWN]));
  return Int32Array.from(names, (name) => numbers.get(name) ?? UNKNOWN);
}
