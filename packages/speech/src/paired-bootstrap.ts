import { assertInteger, assertNumber, assertOptions, createRandom, deriveSeed } from "@dark-knowledge/core";
import { assertSameTest } from "./internal/assert-same-test.ts";
import { fail } from "./internal/fail.ts";
import type { CorpusWordErrors } from "./word-error-counts.ts";

/** Options of {@link pairedBootstrap}. */
export interface PairedBootstrapOptions {
  readonly seed: number;
  /** The number of test sets that are drawn. Default: 10,000. */
  readonly samples?: number;
  /** The share of the drawn differences that the interval holds. Default: 0.95. */
  readonly level?: number;
}

/** Result of {@link pairedBootstrap}. */
export interface PairedBootstrap {
  /** The word error rate of the first system minus that of the second. */
  readonly difference: number;
  /** The interval of the difference, by percentiles. */
  readonly interval: readonly [low: number, high: number];
  /** The share of drawn test sets on which the second system has fewer errors; equal ones count half. */
  readonly improvement: number;
}

/**
 * Estimates how sure the difference of two systems' word error rates is: draws test sets of as many utterances with replacement, the same
 * for both systems, and compares the rates on each.
 *
 * Utterances of one speaker are not independent of each other; with few speakers the interval is too narrow.
 *
 * @param first the errors of one system
 * @param second the errors of another on the same utterances
 * @throws ArgumentError when the utterances are not the same, there are no words, or an option is not in its range
 * @see Bisani and Ney (2004), Bootstrap estimates for confidence intervals in ASR performance evaluation
 *
 * @example
 * ```ts
 * import { corpusWordErrors, pairedBootstrap } from "@dark-knowledge/speech";
 *
 * const references = [["ONE", "TWO"], ["YES"], ["NO"], ["SIX", "TEN"]];
 * const first = corpusWordErrors(references, [["ONE"], ["YES"], ["YES"], ["SIX"]]);
 * const second = corpusWordErrors(references, [["ONE", "TWO"], ["YES"], ["YES"], ["SIX", "TEN"]]);
 * const { difference, interval, improvement } = pairedBootstrap(first, second, { seed: 1 });
 * difference; // ≈ 0.333
 * interval; // => [0, 0.5]
 * improvement > 0.95; // => true
 * ```
 */
export function pairedBootstrap(
  first: CorpusWordErrors,
  second: CorpusWordErrors,
  options: PairedBootstrapOptions,
): PairedBootstrap {
  assertSameTest("pairedBootstrap", first, second);
  assertOptions<PairedBootstrapOptions>("pairedBootstrap", options, { seed: true, samples: true, level: true });
  const { seed, samples = 10_000, level = 0.95 } = options;
  assertInteger("pairedBootstrap", "seed", seed, { min: 0 });
  assertInteger("pairedBootstrap", "samples", samples, { min: 1, max: 10_000_000 });
  assertNumber("pairedBootstrap", "level", level, { above: 0, below: 1 });
  const words = first.utterances.map((utterance) => utterance.words);
  const fewer = first.utterances.map(({ errors }, index) => errors - second.utterances[index]!.errors);
  const [allWords, allFewer] = [words, fewer].map((counts) => counts.reduce((sum, count) => sum + count, 0)) as Pair;
  if (allWords === 0) fail("pairedBootstrap", "shape", "first.utterances", "must have words", "none");
  const random = createRandom(deriveSeed(seed, "paired bootstrap"));
  const draw = (): Pair => {
    let [drawnWords, drawnFewer] = [0, 0];
    for (let count = 0; count < words.length; count++) {
      const index = random.integer(words.length);
      drawnWords += words[index]!;
      drawnFewer += fewer[index]!;
    }
    // Utterances without words, whose errors are insertions, may come alone: no rate.
    return drawnWords === 0 ? draw() : [drawnWords, drawnFewer];
  };
  const differences = new Float64Array(samples);
  let improvement = 0;
  for (let sample = 0; sample < samples; sample++) {
    const [drawnWords, drawnFewer] = draw();
    differences[sample] = drawnFewer / drawnWords;
    improvement += drawnFewer > 0 ? 1 : drawnFewer === 0 ? 0.5 : 0;
  }
  differences.sort();
  const quantile = (share: number) => differences[Math.round(share * (samples - 1))]!;
  return {
    difference: allFewer / allWords,
    interval: [quantile((1 - level) / 2), quantile((1 + level) / 2)],
    improvement: improvement / samples,
  };
}

type Pair = [words: number, fewer: number];
