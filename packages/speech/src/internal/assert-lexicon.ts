import { assertFields, assertInteger, assertObject, formatValue } from "@dark-knowledge/core";
import type { Lexicon } from "../create-lexicon.ts";
import type { StateTree } from "../state-tree.ts";
import { fail } from "./fail.ts";
import { leavesOf } from "./phone-states.ts";

/** @throws ArgumentError unless `value` is what createLexicon returns */
export function assertLexicon(functionName: string, argument: string, value: Lexicon): void {
  const prefix = `${argument}.`;
  assertObject(functionName, argument, value);
  const fields = { phones: "texts", words: "texts", pronunciations: "list" } as const;
  assertFields(functionName, value, fields, { argument, prefix });
  const { phones, silence, statesPerPhone, stateCount, words, pronunciations } = value;
  assertInteger(functionName, `${prefix}silence`, silence, { min: 0, below: phones.length });
  assertInteger(functionName, `${prefix}statesPerPhone`, statesPerPhone, { min: 1, max: 100 });
  const places = phones.length * statesPerPhone;
  if (value.stateTrees !== undefined) assertTrees(functionName, prefix, value, places);
  else if (stateCount !== places) {
    const expected = `must be ${places} (${phones.length} phones of ${statesPerPhone})`;
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

function assertTrees(functionName: string, prefix: string, value: Lexicon, places: number): void {
  const { stateTrees, stateCount } = value;
  const argument = `${prefix}stateTrees`;
  assertFields(functionName, value, { stateTrees: "list" }, { prefix });
  if (stateTrees!.length !== places) {
    const expected = `must have length ${places} (${value.phones.length} phones of ${value.statesPerPhone})`;
    fail(functionName, "shape", argument, expected, String(stateTrees!.length));
  }
  const broken = Array.from(stateTrees!).findIndex((tree) => !isTree(tree));
  if (broken >= 0) {
    fail(functionName, "dtype", `${argument}[${broken}]`, "must be a tree", formatValue(stateTrees![broken]));
  }
  const states = stateTrees!.flatMap(leavesOf).map(({ state }) => state);
  const isNumbered = Number.isInteger(stateCount) && states.length === stateCount;
  if (isNumbered && [...states].sort((one, other) => one - other).every((state, at) => state === at)) return;
  const expected = `must have leaves of each of the states below ${formatValue(stateCount)} once`;
  fail(functionName, "range", argument, expected, formatValue(states));
}

function isTree(tree: StateTree): boolean {
  if (typeof tree !== "object" || tree === null) return false;
  if (!("yes" in tree)) return Number.isInteger(tree.state);
  const isQuestion = Array.isArray(tree.phones) && (tree.side === "left" || tree.side === "right");
  return isQuestion && isTree(tree.yes) && isTree(tree.no);
}
