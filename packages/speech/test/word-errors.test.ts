import { expect, test } from "vitest";
import { wordErrors } from "../src/index.ts";
import { someSentences } from "./some-words.ts";

const words = (text: string) => text.split(" ").filter((word) => word !== "");

test.each<[string, string, { substitutions: number; insertions: number; deletions: number }]>([
  ["", "", { substitutions: 0, insertions: 0, deletions: 0 }],
  ["a b", "a b", { substitutions: 0, insertions: 0, deletions: 0 }],
  ["a b c", "a x c d", { substitutions: 1, insertions: 1, deletions: 0 }],
  ["a b c d", "d", { substitutions: 0, insertions: 0, deletions: 3 }],
  // Two errors either way: with no substitutions, b is correct.
  ["a b", "b c", { substitutions: 0, insertions: 1, deletions: 1 }],
  ["a", "A", { substitutions: 1, insertions: 0, deletions: 0 }],
])("wordErrors(%j, %j)", (reference, hypothesis, counts) => {
  expect(wordErrors(words(reference), words(hypothesis))).toMatchObject(counts);
});

test("wordErrors(reference, hypothesis) has a rate of errors per word of the reference", () => {
  expect(wordErrors(words("a b c d"), words("a b c"))).toMatchObject({ words: 4, errors: 1, rate: 0.25 });
  expect(wordErrors(["a"], words("x y z")).rate).toBe(3);
  expect([wordErrors([], []).rate, wordErrors([], ["a"]).rate]).toEqual([0, Infinity]);
});

/** The fewest errors, and among these the fewest substitutions, over all alignments, each of which is followed to its end. */
function fewest(reference: readonly string[], hypothesis: readonly string[]): [errors: number, substitutions: number] {
  if (reference.length === 0 || hypothesis.length === 0) return [reference.length + hypothesis.length, 0];
  const [restOfReference, restOfHypothesis] = [reference.slice(1), hypothesis.slice(1)];
  const isSame = reference[0] === hypothesis[0];
  const ways = [
    [fewest(restOfReference, restOfHypothesis), isSame ? 0 : 1, isSame ? 0 : 1],
    [fewest(restOfReference, hypothesis), 1, 0],
    [fewest(reference, restOfHypothesis), 1, 0],
  ] as const;
  return ways
    .map(([rest, errors, substitutions]): [number, number] => [rest[0] + errors, rest[1] + substitutions])
    .reduce((best, way) => (way[0] < best[0] || (way[0] === best[0] && way[1] < best[1]) ? way : best));
}

test("wordErrors(reference, hypothesis) is the best of all alignments, and its alignment has both in order", () => {
  const references = someSentences(60, 5, 1);
  someSentences(60, 5, 2).forEach((hypothesis, index) => {
    const reference = references[index]!;
    const { alignment, errors, substitutions, insertions, deletions } = wordErrors(reference, hypothesis);
    expect([errors, substitutions]).toEqual(fewest(reference, hypothesis));
    expect(alignment.flatMap((word) => word.reference ?? [])).toEqual(reference);
    expect(alignment.flatMap((word) => word.hypothesis ?? [])).toEqual(hypothesis);
    const other = wordErrors(hypothesis, reference);
    expect([other.errors, other.substitutions, other.insertions, other.deletions]).toEqual([
      errors,
      substitutions,
      deletions,
      insertions,
    ]);
    for (const word of alignment) {
      const isPair = word.reference !== undefined && word.hypothesis !== undefined;
      const kind = word.reference === word.hypothesis ? "correct" : "substitution";
      expect(word.kind).toBe(isPair ? kind : word.reference === undefined ? "insertion" : "deletion");
    }
  });
});

test("wordErrors(reference, hypothesis) refuses a text in place of words", () => {
  expect(() => wordErrors("ONE TWO" as unknown as string[], [])).toThrow(
    'wordErrors: reference must be an array of strings, got "ONE TWO"',
  );
});
