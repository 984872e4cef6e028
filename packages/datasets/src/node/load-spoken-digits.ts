import { assertFields, assertInteger, assertOptions } from "@dark-knowledge/core";
import { readSound } from "../internal/read-sound.ts";
import type { SpokenDigit } from "../spoken-digit.ts";
import { loadError } from "./internal/load-error.ts";
import { openSounds } from "./internal/open-sounds.ts";
import type { FileRemark } from "./load-sounds.ts";

/** Options of {@link loadSpokenDigits}. */
export interface LoadSpokenDigitsOptions {
  /** The recordings in a directory, or a tar archive of them, plain or as gzip. */
  readonly path: string;
  /** The sample rate of the result: recordings of others are resampled. Default: 8000, that of the data set. */
  readonly sampleRate?: number;
}

/** Result of {@link loadSpokenDigits}. */
export interface SpokenDigits {
  /** By digit, speaker and index. */
  readonly training: readonly SpokenDigit[];
  readonly test: readonly SpokenDigit[];
  /** Samples per second. */
  readonly sampleRate: number;
  /** The files that were resampled or are clipped, and were taken all the same. */
  readonly remarks: readonly FileRemark[];
}

/** Recordings with smaller numbers are the test set. */
const FIRST_TRAINING = 5;

/**
 * Loads the Free Spoken Digit Dataset: WAV files named `7_jackson_32.wav`, for the digit, who speaks, and which recording of
 * it. In the official split recordings 0 to 4 of each digit and speaker are the test set, the others the training set. Files of other
 * recordings can be added under such names. Nothing is downloaded.
 *
 * @throws Error that names the path, when it cannot be read; or the first file that has another name, is there twice, is damaged, or has no
 *   samples
 * @see Jackson and others, Free Spoken Digit Dataset, https://github.com/Jakobovski/free-spoken-digit-dataset
 * @see `connectDigits`, which makes utterances of several digits, and `leaveOneGroupOut`, folds by speaker
 *
 * @example
 * ```ts no-run
 * import { connectDigits, leaveOneGroupOut } from "@dark-knowledge/datasets";
 * import { loadSpokenDigits } from "@dark-knowledge/datasets/node";
 *
 * const { training, test } = await loadSpokenDigits({ path: "fsdd-recordings.tar.gz" });
 * const spoken = connectDigits(training, { seed: 1 }); // utterances of one to five digits
 * const folds = leaveOneGroupOut([...training, ...test], ({ speaker }) => speaker);
 * ```
 */
export async function loadSpokenDigits(options: LoadSpokenDigitsOptions): Promise<SpokenDigits> {
  assertFields("loadSpokenDigits", options, { path: "text" });
  assertOptions<LoadSpokenDigitsOptions>("loadSpokenDigits", options, { path: true, sampleRate: true });
  const { path, sampleRate = 8000 } = options;
  assertInteger("loadSpokenDigits", "sampleRate", sampleRate, { min: 1 });
  const files = await openSounds("loadSpokenDigits", path);
  const recordings = new Map<string, SpokenDigit>();
  const remarks: FileRemark[] = [];
  for (const file of files.paths) {
    const refuse = (problem: string, cause?: unknown) =>
      loadError("loadSpokenDigits", `${path}: ${file}: ${problem}`, cause);
    const [, digit, speaker, index] = /(?:^|\/)(\d)_([^/]+)_(\d+)\.wav$/i.exec(file) ?? [];
    if (digit === undefined || speaker === undefined) {
      throw refuse("must have a name like 7_jackson_32.wav: digit, speaker, number");
    }
    const name = `${digit} ${speaker} ${Number(index)}`;
    if (recordings.has(name)) throw refuse("is there already, in another folder");
    try {
      const sound = readSound(await files.read(file), sampleRate);
      recordings.set(name, { digit: Number(digit), speaker, index: Number(index), samples: sound.samples });
      remarks.push(...sound.remarks.map((remark) => ({ path: file, remark })));
    } catch (cause) {
      throw refuse((cause as Error).message.replace(/^\w+: /, ""), cause);
    }
  }
  const ordered = [...recordings.values()].sort(
    (one, other) => one.digit - other.digit || compare(one.speaker, other.speaker) || one.index - other.index,
  );
  return {
    training: ordered.filter(({ index }) => index >= FIRST_TRAINING),
    test: ordered.filter(({ index }) => index < FIRST_TRAINING),
    ...{ sampleRate, remarks },
  };
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
