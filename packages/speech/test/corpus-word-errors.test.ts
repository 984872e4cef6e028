import { expect, test } from "vitest";
import { corpusWordErrors, wordErrors } from "../src/index.ts";
import { someSentences } from "./some-words.ts";

test("corpusWordErrors(references, hypotheses) sums the errors of the utterances, and has one rate for all words", () => {
  const [references, hypotheses] = [someSentences(20, 6, 3), someSentences(20, 6, 4)];
  const { utterances, words, errors, substitutions, insertions, deletions, rate } = corpusWordErrors(
    references,
    hypotheses,
  );
  expect(utterances).toEqual(references.map((reference, index) => wordErrors(reference, hypotheses[index]!)));
  expect(words).toBe(references.flat().length);
  expect(substitutions).toBe(utterances.reduce((sum, one) => sum + one.substitutions, 0));
  expect(insertions - deletions).toBe(hypotheses.flat().length - words);
  expect(errors).toBe(substitutions + insertions + deletions);
  expect(rate).toBe(errors / words);
});

test.each<[string, () => unknown, string]>([
  [
    "another number of hypotheses",
    () => corpusWordErrors([["A"]], []),
    "corpusWordErrors: hypotheses must have length 1 (as references), got 0",
  ],
  [
    "a text in place of words",
    () => corpusWordErrors([["A"]], ["A"] as unknown as string[][]),
    'corpusWordErrors: hypotheses[0] must be an array of strings, got "A"',
  ],
])("refuses %s", (_, call, message) => {
  expect(call).toThrow(message);
});
