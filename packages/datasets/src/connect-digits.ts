import {
  assertFields,
  assertInteger,
  assertOptions,
  createRandom,
  deriveSeed,
  formatValue,
} from "@dark-knowledge/core";
import { fail } from "./internal/fail.ts";
import { DIGIT_WORDS, type SpokenDigit } from "./spoken-digit.ts";

/** Options of {@link connectDigits}. */
export interface ConnectDigitsOptions {
  /** Determines which recordings follow each other: integer from 0 to 2⁵³ − 1. */
  readonly seed: number;
  /** The most digits of an utterance; each number from 1 on is as probable. Default: 5. */
  readonly longest?: number;
  /** How often each recording is used, each time among others. Default: 1. */
  readonly passes?: number;
}

/** Digits that one speaker said one after another. */
export interface ConnectedDigits {
  readonly speaker: string;
  /** The digits in {@link DIGIT_WORDS}. */
  readonly words: readonly string[];
  readonly samples: Float32Array;
  /** Where each digit begins, and behind the last one where it ends. */
  readonly offsets: Int32Array;
}

/**
 * Joins recordings of digits to utterances of several: those of each speaker in random order, in pieces of random length. Each recording
 * is in one utterance, so that no error of a test set counts twice; with several `passes` in as many.
 *
 * @returns utterances by pass and speaker
 * @throws ArgumentError when there are no recordings, or an option is not in its range
 *
 * @example
 * ```ts
 * import { connectDigits } from "@dark-knowledge/datasets";
 *
 * const record = (digit: number) => ({ digit, speaker: "ann", index: 0, samples: new Float32Array(10 * (digit + 1)) });
 * const utterances = connectDigits([record(0), record(1), record(2)], { seed: 1, longest: 3 });
 * utterances.flatMap(({ words }) => words).sort(); // => ["ONE", "TWO", "ZERO"]
 * utterances.reduce((sum, { samples }) => sum + samples.length, 0); // => 60
 * ```
 */
export function connectDigits(recordings: readonly SpokenDigit[], options: ConnectDigitsOptions): ConnectedDigits[] {
  assertRecordings(recordings);
  assertOptions<ConnectDigitsOptions>("connectDigits", options, { seed: true, longest: true, passes: true });
  const { seed, longest = 5, passes = 1 } = options;
  assertInteger("connectDigits", "seed", seed, { min: 0 });
  assertInteger("connectDigits", "longest", longest, { min: 1, max: 1000 });
  assertInteger("connectDigits", "passes", passes, { min: 1, max: 1000 });
  const speakers = [...new Set(recordings.map(({ speaker }) => speaker))].sort();
  const utterances: ConnectedDigits[] = [];
  for (let pass = 0; pass < passes; pass++) {
    for (const [number, speaker] of speakers.entries()) {
      const own = recordings.filter((recording) => recording.speaker === speaker);
      const random = createRandom(deriveSeed(seed, "connected digits", pass, number));
      const order = Array.from(random.permutation(own.length), (index) => own[index]!);
      while (order.length > 0) utterances.push(join(speaker, order.splice(0, 1 + random.integer(longest))));
    }
  }
  return utterances;
}

function join(speaker: string, parts: readonly SpokenDigit[]): ConnectedDigits {
  const offsets = Int32Array.of(0, ...parts.map(() => 0));
  parts.forEach(({ samples }, index) => {
    offsets[index + 1] = offsets[index]! + samples.length;
  });
  const samples = new Float32Array(offsets.at(-1)!);
  parts.forEach((part, index) => {
    samples.set(part.samples, offsets[index]!);
  });
  return { speaker, words: parts.map(({ digit }) => DIGIT_WORDS[digit]!), samples, offsets };
}

function assertRecordings(recordings: readonly SpokenDigit[]): void {
  if (!Array.isArray(recordings) || recordings.length === 0) {
    const expected = "must be an array of recordings, at least one";
    fail("connectDigits", "dtype", "recordings", expected, formatValue(recordings));
  }
  for (const [index, recording] of Array.from(recordings as readonly SpokenDigit[]).entries()) {
    const argument = `recordings[${index}]`;
    const names = { argument, prefix: `${argument}.` };
    assertFields("connectDigits", recording, { speaker: "text", samples: "float32" }, names);
    assertInteger("connectDigits", `${argument}.digit`, recording.digit, { min: 0, max: 9 });
  }
}
