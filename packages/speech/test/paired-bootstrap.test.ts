import { expect, test } from "vitest";
import { corpusWordErrors, pairedBootstrap } from "../src/index.ts";
import { someSentences } from "./some-words.ts";

const references = [["A", "B", "C"], ["A"], ["B", "B"], []];
const first = corpusWordErrors(references, [["A"], ["A", "C"], ["B", "A"], ["C"]]);
const second = corpusWordErrors(references, [["A", "B"], ["B"], ["B", "B"], ["C"]]);
// Errors 2, 1, 1, 1 and 1, 1, 0, 1 of 6 words: differences 1, 0, 1, 0.

/** The difference of the rates on each of the test sets that can be drawn: with four utterances 4⁴, without those of no words. */
function allDifferences(): number[] {
  const places = [0, 1, 2, 3];
  const draws = places.flatMap((a) => places.flatMap((b) => places.flatMap((c) => places.map((d) => [a, b, c, d]))));
  return draws
    .map((draw) => {
      const sum = (of: (index: number) => number) => draw.reduce((total, index) => total + of(index), 0);
      return sum((index) => [1, 0, 1, 0][index]!) / sum((index) => references[index]!.length);
    })
    .filter((difference) => !Number.isNaN(difference))
    .sort((one, other) => one - other);
}

test("pairedBootstrap(first, second) has the shares and the percentiles of all test sets that can be drawn", () => {
  const all = allDifferences();
  const { difference, interval, improvement } = pairedBootstrap(first, second, { seed: 1, level: 0.9 });
  expect(difference).toBeAllClose(2 / 6);
  expect(interval).toBeAllClose([all[Math.round(0.05 * (all.length - 1))]!, all[Math.round(0.95 * (all.length - 1))]!]);
  const share = all.reduce((sum, one) => sum + (one > 0 ? 1 : 0.5), 0) / all.length;
  // Four standard errors of 10,000 draws are at most 0.02.
  expect(Math.abs(improvement - share)).toBeLessThan(0.02);
});

test("pairedBootstrap(first, second) is the same with the same seed, and mirrored for the systems the other way round", () => {
  const there = pairedBootstrap(first, second, { seed: 2, samples: 1001 });
  expect(pairedBootstrap(first, second, { seed: 2, samples: 1001 })).toEqual(there);
  const back = pairedBootstrap(second, first, { seed: 2, samples: 1001 });
  expect(back.difference).toBe(-there.difference);
  expect(back.interval).toBeAllClose([-there.interval[1], -there.interval[0]]);
  expect(back.improvement).toBeAllClose(1 - there.improvement);
  expect(pairedBootstrap(first, first, { seed: 2, samples: 10 })).toEqual({
    difference: 0,
    interval: [0, 0],
    improvement: 0.5,
  });
});

test("the interval of many utterances is that of the normal distribution", () => {
  const said = someSentences(400, 4, 5).map((sentence) => [...sentence, "A"]);
  const errors = corpusWordErrors(
    said,
    said.map((sentence, index) => (index % 4 === 0 ? sentence.slice(1) : sentence)),
  );
  const none = corpusWordErrors(said, said);
  const { difference, interval } = pairedBootstrap(errors, none, { seed: 3, samples: 2000 });
  // The variance of a ratio of sums.
  const residuals = said.map((sentence, index) => (index % 4 === 0 ? 1 : 0) - difference * sentence.length);
  const deviation = Math.sqrt(residuals.reduce((sum, one) => sum + one ** 2, 0)) / errors.words;
  expect(difference).toBe(errors.rate);
  expect(interval).toBeAllClose([difference - 1.96 * deviation, difference + 1.96 * deviation], { rtol: 0.03 });
});

test.each<[string, () => unknown, string]>([
  [
    "no words",
    () => pairedBootstrap(corpusWordErrors([[]], [["A"]]), corpusWordErrors([[]], [[]]), { seed: 1 }),
    "pairedBootstrap: first.utterances must have words, got none",
  ],
  [
    "other utterances",
    () => pairedBootstrap(first, corpusWordErrors([["A"]], [["A"]]), { seed: 1 }),
    "pairedBootstrap: second.utterances must have length 4 (as first), got 1",
  ],
  [
    "counts that are not those of the alignment",
    () => pairedBootstrap({ ...first, utterances: [{ ...first.utterances[0]!, errors: 0 }] }, second, { seed: 1 }),
    "pairedBootstrap: first.utterances[0].errors must be 2 (as its alignment), got 0",
  ],
])("refuses %s", (_, call, message) => {
  expect(call).toThrow(message);
});
