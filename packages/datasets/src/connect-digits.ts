import {
  assertFields,
  assertInteger,
  assertOptions,
  createRandom,
  deriveSeed,
  formatValue,
  type Random,
} from "@dark-knowledge/core";
import { fail } from "./internal/fail.ts";
import { DIGIT_WORDS, type SpokenDigit } from "./spoken-digit.ts";

/** Options of {@link connectDigits}. */
export interface ConnectDigitsOptions {
  /** Determines which recordings follow each other: integer from 0 to 2⁵³ − 1. */
  readonly seed: number;
  /** The fewest digits of an utterance; the last one of a speaker has those that are left. Default: 1. */
  readonly shortest?: number;
  /** The most digits of an utterance; each number from the fewest on is as probable. Default: 5. */
  readonly longest?: number;
  /** How often each recording is used, each time among others. Default: 1. */
  readonly passes?: number;
  /** Samples of silence before each digit and behind the last; each number from `shortest` to `longest` is as probable. Default: none. */
  readonly pauses?: { readonly shortest: number; readonly longest: number };
}

/** Digits that one speaker said one after another. */
export interface ConnectedDigits {
  readonly speaker: string;
  /** The digits in {@link DIGIT_WORDS}. */
  readonly words: readonly string[];
  readonly samples: Float32Array;
  /** Where each digit begins, and behind the last one where it ends. A pause is of the digit before it. */
  readonly offsets: Int32Array;
}

/**
 * Joins recordings of digits to utterances of several: those of each speaker in random order, in pieces of random length. Each recording
 * is in one utterance, so that no error of a test set counts twice; with several `passes` in as many. Pauses are white noise as loud as
 * the quietest twentieth of a recording of the utterance: digital silence would tell where recordings were joined.
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
  assertOptions<ConnectDigitsOptions>("connectDigits", options, {
    ...{ seed: true, shortest: true, longest: true, passes: true, pauses: true },
  });
  const { seed, shortest = 1, longest = 5, passes = 1, pauses = NO_PAUSES } = options;
  assertInteger("connectDigits", "seed", seed, { min: 0 });
  assertInteger("connectDigits", "longest", longest, { min: 1, max: 1000 });
  assertInteger("connectDigits", "shortest", shortest, { min: 1, max: longest });
  assertPauses(pauses);
  assertInteger("connectDigits", "passes", passes, { min: 1, max: 1000 });
  const speakers = [...new Set(recordings.map(({ speaker }) => speaker))].sort();
  const utterances: ConnectedDigits[] = [];
  for (let pass = 0; pass < passes; pass++) {
    for (const [number, speaker] of speakers.entries()) {
      const own = recordings.filter((recording) => recording.speaker === speaker);
      const random = createRandom(deriveSeed(seed, "connected digits", pass, number));
      const order = Array.from(random.permutation(own.length), (index) => own[index]!);
      while (order.length > 0) {
        const parts = order.splice(0, shortest + random.integer(longest - shortest + 1));
        utterances.push(join(speaker, parts, pauses, random));
      }
    }
  }
  return utterances;
}

const NO_PAUSES = { shortest: 0, longest: 0 };

type Pauses = Required<ConnectDigitsOptions>["pauses"];

function join(
  speaker: string,
  parts: readonly SpokenDigit[],
  { shortest, longest }: Pauses,
  random: Random,
): ConnectedDigits {
  const pause = () => (longest === 0 ? 0 : shortest + random.integer(longest - shortest + 1));
  const offsets = new Int32Array(parts.length + 1);
  let length = pause();
  for (const [index, { samples }] of parts.entries()) {
    offsets[index] = length;
    offsets[index + 1] = length + samples.length;
    length += samples.length + pause();
  }
  const level = longest === 0 ? 0 : Math.max(LEAST, Math.min(...parts.map(({ samples }) => quietest(samples))));
  const samples = new Float32Array(length);
  if (level > 0) for (let time = 0; time < length; time++) samples[time] = level * random.normal();
  for (const [index, part] of parts.entries()) samples.set(part.samples, offsets[index]);
  return { speaker, words: parts.map(({ digit }) => DIGIT_WORDS[digit]!), samples, offsets };
}

/** Half a step of 16 bits: recordings may begin with digital silence. */
const LEAST = 2 ** -16;
/** The pieces of a recording of which the quietest counts. */
const PIECES = 20;

/** The root of the mean square of the quietest twentieth of a recording. */
function quietest(samples: Float32Array): number {
  const length = Math.max(1, Math.floor(samples.length / PIECES));
  const levels = Array.from({ length: Math.floor(samples.length / length) }, (_, piece) =>
    Math.sqrt(
      samples.subarray(piece * length, (piece + 1) * length).reduce((sum, value) => sum + value ** 2, 0) / length,
    ),
  );
  return Math.min(...levels);
}

function assertPauses(pauses: Pauses): void {
  assertFields("connectDigits", { pauses }, { pauses: "object" });
  assertOptions<Pauses>("connectDigits", pauses, { shortest: true, longest: true }, {}, "pauses");
  assertInteger("connectDigits", "pauses.longest", pauses.longest, { min: 0, max: 1e6 });
  assertInteger("connectDigits", "pauses.shortest", pauses.shortest, { min: 0, max: pauses.longest });
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
