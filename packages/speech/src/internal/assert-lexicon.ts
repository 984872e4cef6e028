import { assertFields, assertInteger, assertObject, formatValue } from "@dark-knowledge/core";
import type { Lexicon } from "../create-lexicon.ts";
import { fail } from "./fail.ts";

/** @throws ArgumentError unless `value` is what createLexicon returns */
export function assertLexicon(functionName: string, argument: string, value: Lexicon): void {
  const prefix = `${argument}.`;
  assertObject(functionName, argument, value);
  const fields = { phones: "texts", words: "texts", pronunciations: "list" } as const;
  assertFields(functionName, value, fields, { argument, prefix });
  const { phones, silence, statesPerPhone, stateCount, words, pronunciations } = value;
  assertInteger(functionName, `${prefix}silence`, silence, { min: 0, below: phones.length });
  assertInteger(functionName, `${prefix}statesPerPhone`, statesPerPhone, { min: 1, max: 100 });
  const count = phones.length * statesPerPhone;
  if (stateCount !== count) {
    const expected = `must be ${count} (${phones.length} phones of ${statesPerPhone})`;
    fail(functionName, "shape", `${prefix}stateCount`, expected, formatValue(stateCount));
  }
  if (pronunciations.length !== words.length) {
    const expected = `must have length ${words.length} (as words)`;
    fail(functionName, "shape", `${prefix}pronunciations`, expected, String(pronunciations.length));
  }
  const isPhone = (phone: unknown) =>
    Number.isInteger(phone) && (phone as number) >= 0 && (phone as number) < phones.length;
  const isVariant = (variant: unknown) =>
    Array.isArray(variant) && variant.length > 0 && Array.from(variant).every(isPhone);
  const broken = Array.from(pronunciations).findIndex(
    (variants) => !Array.isArray(variants) || variants.length === 0 || !Array.from(variants).every(isVariant),
  );
  if (broken < 0) return;
  const expected = "must be arrays of the numbers of phones, none of them empty";
  fail(functionName, "range", `${prefix}pronunciations[${broken}]`, expected, formatValue(pronunciations[broken]));
}
