import { assertSameTest } from "./internal/assert-same-test.ts";
import { twoSidedTail } from "./internal/two-sided-tail.ts";
import type { AlignedWord, CorpusWordErrors } from "./word-error-counts.ts";

/** Result of {@link matchedPairs}. */
export interface MatchedPairs {
  /** The number of segments with errors. */
  readonly segments: number;
  /** The mean over segments of the errors of the first system minus those of the second. */
  readonly meanDifference: number;
  /** The mean difference over its standard error: about standard normal if the systems are equally good. */
  readonly statistic: number;
  /** The probability of a statistic at least as far from 0 if they are. */
  readonly pValue: number;
}

/**
 * Tests whether two systems differ in word errors: the matched-pairs sentence-segment word error test (MAPSSWE).
 *
 * Utterances are cut into segments wherever both systems have at least two words in a row right, so that the errors of different segments
 * hardly depend on each other. With d the differences of the errors in the segments that have any, the statistic is
 * `mean(d) / √(var(d) / n)`. The normal distribution is good enough from about 50 segments. With fewer than two segments, or if no
 * segment differs, the p-value is 1.
 *
 * @param first the errors of one system
 * @param second the errors of another on the same utterances
 * @throws ArgumentError when the utterances are not the same
 * @see Gillick and Cox (1989), Some statistical issues in the comparison of speech recognition algorithms
 *
 * @example
 * ```ts
 * import { corpusWordErrors, matchedPairs } from "@dark-knowledge/speech";
 *
 * const references = [["A", "B", "C", "D"], ["E"], ["F"]];
 * const first = corpusWordErrors(references, [["B", "C", "X"], ["Y"], ["Z"]]);
 * const second = corpusWordErrors(references, [["A", "B", "C", "X"], ["E"], ["Z"]]);
 * // Four segments: A, D, E and F. The first system has one error more in A and in E.
 * const { segments, meanDifference, statistic, pValue } = matchedPairs(first, second);
 * [segments, meanDifference]; // => [4, 0.5]
 * [statistic, pValue]; // ≈ [1.7321, 0.0833]
 * ```
 */
export function matchedPairs(first: CorpusWordErrors, second: CorpusWordErrors): MatchedPairs {
  assertSameTest("matchedPairs", first, second);
  const differences = first.utterances.flatMap((utterance, index) =>
    segmentDifferences(errorsBySlot(utterance.alignment), errorsBySlot(second.utterances[index]!.alignment)),
  );
  const segments = differences.length;
  const meanDifference = segments === 0 ? 0 : differences.reduce((sum, value) => sum + value, 0) / segments;
  const squares = differences.reduce((sum, value) => sum + (value - meanDifference) ** 2, 0);
  if (segments < 2 || meanDifference === 0) return { segments, meanDifference, statistic: 0, pValue: 1 };
  const statistic = meanDifference / Math.sqrt(squares / (segments - 1) / segments);
  return { segments, meanDifference, statistic, pValue: twoSidedTail(statistic) };
}

/** Counts errors before each reference word, at it, and at the end: insertions have the even places, words the odd ones. */
function errorsBySlot(alignment: readonly AlignedWord[]): readonly number[] {
  const slots = [0];
  for (const { kind } of alignment) {
    if (kind === "insertion") slots[slots.length - 1]!++;
    else slots.push(kind === "correct" ? 0 : 1, 0);
  }
  return slots;
}

const CORRECT_BETWEEN_SEGMENTS = 2;

function segmentDifferences(first: readonly number[], second: readonly number[]): number[] {
  const differences: number[] = [];
  let correct = Infinity;
  first.forEach((errors, slot) => {
    const others = second[slot]!;
    if (errors === 0 && others === 0) correct += slot % 2;
    else {
      if (correct >= CORRECT_BETWEEN_SEGMENTS) differences.push(0);
      differences[differences.length - 1]! += errors - others;
      correct = 0;
    }
  });
  return differences;
}
