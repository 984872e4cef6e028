import { assertArray, assertObject, assertOneOf, formatValue } from "@dark-knowledge/core";
import { CATEGORY } from "../category.ts";
import { HASHED_TEXT } from "../hashed-text.ts";
import { IMAGE } from "../image.ts";
import type { Source, SourceKind } from "../source.ts";
import { TABLE_ROW } from "../table-row.ts";
import { WORDS } from "../words.ts";
import { fail } from "./fail.ts";

/** Finds how examples of a source are made into numbers. */
export function kindOf(
  functionName: string,
  argument: string,
  source: Source,
  kinds: readonly SourceKind[] = [],
): SourceKind {
  if (typeof source !== "object" || source === null) {
    fail(functionName, "dtype", argument, "must be a source", formatValue(source));
  }
  assertArray(functionName, "kinds", kinds, "Array");
  for (const [index, own] of kinds.entries()) assertObject(functionName, `kinds[${index}]`, own);
  const known: readonly SourceKind[] = [WORDS, HASHED_TEXT, CATEGORY, IMAGE, TABLE_ROW, ...kinds];
  assertOneOf(
    functionName,
    `${argument}.kind`,
    source.kind,
    known.map(({ kind }) => kind),
  );
  const found = known.find(({ kind }) => kind === source.kind)!;
  if (typeof source.version !== "number" || !(source.version >= 1 && source.version <= found.version)) {
    const expected = `must be at most ${found.version} (update the package that has this kind to read newer ones)`;
    fail(functionName, "range", `${argument}.version`, expected, formatValue(source.version));
  }
  return found;
}
