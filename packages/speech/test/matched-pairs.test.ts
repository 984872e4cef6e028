import { createRandom } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { corpusWordErrors, matchedPairs } from "../src/index.ts";
import { someSentences } from "./some-words.ts";

const said = (text: string) => text.split(" ");
const errorsOf = (reference: string, hypothesis: string) => corpusWordErrors([said(reference)], [said(hypothesis)]);

test.each<[string, string, string, string, number, number]>([
  ["one word right between errors", "a b c", "x b c", "a b y", 1, 0],
  ["two words right between errors", "a b c d", "x b c d", "a b c y", 2, 0],
  ["an insertion between the two", "a b c d", "x b z c d", "a b c y", 1, 1],
  ["an insertion at either end", "a b c", "z a b c", "a b c z", 2, 0],
  ["errors of both in one place", "a b c", "x b c", "y b c", 1, 0],
  ["no errors", "a b", "a b", "a b", 0, 0],
])("matchedPairs(first, second) cuts into segments: %s", (_, reference, one, other, segments, meanDifference) => {
  expect(matchedPairs(errorsOf(reference, one), errorsOf(reference, other))).toMatchObject({
    segments,
    meanDifference,
  });
});

test("matchedPairs(first, second) is the test of the differences that are cut out of a text of marks", () => {
  const references = someSentences(60, 9, 6);
  const random = createRandom(7);
  const heard = () => references.map((sentence) => sentence.filter(() => random.uniform() < 0.85));
  const [first, second] = [corpusWordErrors(references, heard()), corpusWordErrors(references, heard())];
  // Deletions only, so the marks of two systems are those of the same words: 1 or 2 who is wrong, 3 both, and . neither.
  const marks = references.map((sentence, index) =>
    sentence.map((_, word) => {
      const wrong = (system: typeof first) => Number(system.utterances[index]!.alignment[word]!.kind === "deletion");
      return ".123"[wrong(first) + 2 * wrong(second)]!;
    }),
  );
  const segments = marks.flatMap((line) => line.join("").split(/\.{2,}/)).filter((segment) => /[123]/.test(segment));
  const differences = segments.map(
    (segment) => segment.replace(/[^1]/g, "").length - segment.replace(/[^2]/g, "").length,
  );
  const n = differences.length;
  const mean = differences.reduce((sum, one) => sum + one, 0) / n;
  const squares = differences.reduce((sum, one) => sum + one * one, 0);
  const statistic = (mean * Math.sqrt(n)) / Math.sqrt((squares - n * mean * mean) / (n - 1));
  const result = matchedPairs(first, second);
  expect(n).toBeGreaterThan(40);
  expect(result.segments).toBe(n);
  expect(result.meanDifference).toBeAllClose(mean);
  expect(result.statistic).toBeAllClose(statistic, { rtol: 1e-10 });
  expect(matchedPairs(second, first)).toEqual({ ...result, meanDifference: -mean, statistic: -result.statistic });
});

test("matchedPairs(first, second) has p = 1 where it cannot tell", () => {
  expect(matchedPairs(errorsOf("a b", "a x"), errorsOf("a b", "a b"))).toMatchObject({
    segments: 1,
    statistic: 0,
    pValue: 1,
  });
});
