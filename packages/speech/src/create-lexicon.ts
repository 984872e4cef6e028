import { assertFields, assertInteger, assertOptions, formatValue } from "@dark-knowledge/core";
import { fail } from "./internal/fail.ts";
import type { Pronunciations } from "./read-pronunciations.ts";
import type { StateTree } from "./state-tree.ts";

/** Options of {@link createLexicon}. */
export interface LexiconOptions {
  /** The phone of silence. It need not occur in a word. Default: `"SIL"`. */
  readonly silence?: string;
  /** The number of states of a phone, passed from left to right. Default: 3. */
  readonly statesPerPhone?: number;
}

/** Words as sequences of numbered phones, and phones as sequences of numbered states. Plain data. */
export interface Lexicon {
  /** In alphabetical order. */
  readonly phones: readonly string[];
  /** The number of the phone of silence. */
  readonly silence: number;
  /** State i of phone p has the number `p · statesPerPhone + i`, unless there are trees. */
  readonly statesPerPhone: number;
  /** The number of states of all phones, which is the number of outputs of an acoustic model. */
  readonly stateCount: number;
  /** With tied states, see {@link tieStates}: for state i of phone p the tree at `p · statesPerPhone + i`, whose leaves are states. */
  readonly stateTrees?: readonly StateTree[];
  readonly words: readonly string[];
  /** The numbers of the phones of each pronunciation of each word. */
  readonly pronunciations: readonly (readonly (readonly number[])[])[];
}

/**
 * Numbers the words, phones and states of a dictionary. States do not depend on neighbours; {@link tieStates} makes those that do.
 *
 * @throws ArgumentError when there are no words, a word has no pronunciation or one without phones, or an option is not in its range
 *
 * @example
 * ```ts
 * import { createLexicon, readPronunciations } from "@dark-knowledge/speech";
 *
 * const lexicon = createLexicon(readPronunciations("A  AH\nA(2)  EY\nNO  N OW"));
 * lexicon.phones; // => ["AH", "EY", "N", "OW", "SIL"]
 * lexicon.stateCount; // => 15
 * lexicon.pronunciations[lexicon.words.indexOf("NO")]; // => [[2, 3]]
 * ```
 */
export function createLexicon(pronunciations: Pronunciations, options: LexiconOptions = {}): Lexicon {
  assertOptions<LexiconOptions>("createLexicon", options, { silence: true, statesPerPhone: true });
  assertFields("createLexicon", options, { silence: "text?" });
  const { silence = "SIL", statesPerPhone = 3 } = options;
  assertInteger("createLexicon", "statesPerPhone", statesPerPhone, { min: 1, max: 100 });
  if (!(pronunciations instanceof Map) || pronunciations.size === 0) {
    const expected = "must be a Map of words, at least one, to their pronunciations";
    fail("createLexicon", "dtype", "pronunciations", expected, formatValue(pronunciations));
  }
  for (const [word, variants] of pronunciations as Pronunciations) {
    const isRight =
      typeof word === "string" && Array.isArray(variants) && variants.length > 0 && variants.every(isTexts);
    if (isRight) continue;
    const expected = "must have pronunciations, each an array of one phone or more";
    fail("createLexicon", "dtype", `pronunciations.get(${formatValue(word)})`, expected, formatValue(variants));
  }
  const entries = [...(pronunciations as Pronunciations)];
  const phones = [...new Set([silence, ...entries.flatMap(([, variants]) => variants.flat())])].sort();
  const numbers = new Map(phones.map((phone, index) => [phone, index]));
  return {
    phones,
    silence: numbers.get(silence)!,
    statesPerPhone,
    stateCount: phones.length * statesPerPhone,
    words: entries.map(([word]) => word),
    pronunciations: entries.map(([, variants]) => variants.map((one) => one.map((phone) => numbers.get(phone)!))),
  };
}

const isTexts = (list: unknown) =>
  Array.isArray(list) && list.length > 0 && Array.from(list).every((phone) => typeof phone === "string");
