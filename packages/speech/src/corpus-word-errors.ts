import { formatValue } from "@dark-knowledge/core";
import { countsOf } from "./internal/counts-of.ts";
import { fail } from "./internal/fail.ts";
import type { CorpusWordErrors } from "./word-error-counts.ts";
import { wordErrors } from "./word-errors.ts";

/**
 * Counts the word errors of a system on a test set. The rate is that of all words together, not the mean of the utterances' rates.
 *
 * @param references the words that were said, utterance by utterance
 * @param hypotheses what the system recognised
 * @throws ArgumentError when there are not as many hypotheses as references
 *
 * @example
 * ```ts
 * import { corpusWordErrors } from "@dark-knowledge/speech";
 *
 * const references = [["YES"], ["TWO", "THREE", "FIVE"]];
 * const { errors, words, rate } = corpusWordErrors(references, [["YES"], ["TWO", "FIVE"]]);
 * [errors, words, rate]; // => [1, 4, 0.25]
 * ```
 */
export function corpusWordErrors(
  references: readonly (readonly string[])[],
  hypotheses: readonly (readonly string[])[],
): CorpusWordErrors {
  for (const [name, lists] of Object.entries({ references, hypotheses })) {
    const broken = Array.isArray(lists) ? Array.from<unknown>(lists).findIndex((list) => !isTexts(list)) : undefined;
    if (broken === -1) continue;
    const [where, what] = broken === undefined ? ["", lists] : [`[${broken}]`, lists[broken]];
    const expected = `must be an array of ${broken === undefined ? "arrays of " : ""}strings`;
    fail("corpusWordErrors", "dtype", `${name}${where}`, expected, formatValue(what));
  }
  if (hypotheses.length !== references.length) {
    const expected = `must have length ${references.length} (as references)`;
    fail("corpusWordErrors", "shape", "hypotheses", expected, String(hypotheses.length));
  }
  const utterances = references.map((reference, index) => wordErrors(reference, hypotheses[index]!));
  const sum = (name: "words" | "substitutions" | "insertions" | "deletions") =>
    utterances.reduce((total, utterance) => total + utterance[name], 0);
  return {
    ...countsOf({
      words: sum("words"),
      substitutions: sum("substitutions"),
      insertions: sum("insertions"),
      deletions: sum("deletions"),
    }),
    utterances,
  };
}

const isTexts = (list: unknown) => Array.isArray(list) && Array.from(list).every((word) => typeof word === "string");
