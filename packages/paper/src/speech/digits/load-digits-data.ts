import { connectDigits, DIGIT_DICTIONARY, DIGIT_WORDS, type SpokenDigit } from "@dark-knowledge/datasets";
import { loadSpokenDigits } from "@dark-knowledge/datasets/node";
import { type LogMelOptions, type Pronunciations, readPronunciations } from "@dark-knowledge/speech";
import type { DataSource } from "../../data/data-source.ts";
import { describeRemarks } from "../../data/describe-remarks.ts";
import { type FrontEnd, framesOf } from "../front-end.ts";
import { type RecordedUtterance, recordedData, speakersOf } from "../recorded/recorded-data.ts";
import type { SpeechData } from "../speech-data.ts";
import type { DigitsSpec } from "../speech-spec.ts";

/** The front end that ETSI standardised for 8,000 samples a second (ES 201 108): 23 filters from 64 Hz on, and 13 cepstra of them. */
const LOG_MELS: LogMelOptions = { sampleRate: 8000, filters: 23, lowestFrequency: 64 };
const HEARING = { logMels: LOG_MELS, coefficients: 13 };

/** The number of the first recording that is not of the official test set. */
const FIRST_TRAINING = 5;
/** A phone has three states, each for a frame at least. */
const FRAMES_PER_PHONE = 3;

type Parts<Item> = Readonly<Record<"training" | "validation" | "test", readonly Item[]>>;

/**
 * Reads recordings of digits in the official split, of which the first for training are the validation set, and joins those of one speaker to
 * utterances. Nothing is trained on the validation set, nor is the acoustic model that aligns.
 *
 * @throws Error that names the file or the speaker that is not as it should be
 */
export async function loadDigitsData(spec: DigitsSpec, { cache }: DataSource): Promise<SpeechData> {
  const { data: files, digits } = spec;
  const { validationRecordings, joined } = digits;
  const {
    training: given,
    test,
    remarks,
  } = await loadSpokenDigits({
    ...{ path: files.path, sampleRate: LOG_MELS.sampleRate },
  });
  const isHeldOut = ({ index }: SpokenDigit) => index < FIRST_TRAINING + validationRecordings;
  const recordings = { training: given.filter((one) => !isHeldOut(one)), validation: given.filter(isHeldOut), test };
  const pronunciations = readPronunciations(DIGIT_DICTIONARY);
  assertRecordings(files.path, recordings, pronunciations);
  const join = (part: readonly SpokenDigit[], passes: number) => joinedBy(part, digits, passes);
  const parts: Parts<RecordedUtterance> = {
    training: join(recordings.training, joined.passes),
    validation: join(recordings.validation, 1),
    test: join(recordings.test, 1),
  };
  const data = await recordedData(spec, {
    // By the utterance, as in the page, which knows no more of a speaker.
    ...{ pronunciations, ...parts, hearing: HEARING, normalised: "utterance", cache },
    key: { fingerprint: files.fingerprint, validationRecordings, joined },
  });
  const count = (part: keyof Parts<RecordedUtterance>) =>
    `${parts[part].length} utterances of ${recordings[part].length} recordings`;
  return {
    ...data,
    facts: [
      `spoken digits of ${speakersOf(given).length} speakers at ${LOG_MELS.sampleRate} samples a second: ${count("training")} for training, ${count("validation")} for validation, ${count("test")} for the test`,
      ...describeRemarks(remarks),
    ],
  };
}

/** Joins recordings to utterances, those of a speaker together. */
function joinedBy(
  recordings: readonly SpokenDigit[],
  { joined }: DigitsSpec["digits"],
  passes: number,
): readonly RecordedUtterance[] {
  const { shortest, longest, seed, pauses } = joined;
  const samplesOf = (seconds: number) => Math.round(seconds * LOG_MELS.sampleRate);
  const utterances = connectDigits(recordings, {
    ...{ seed, shortest, longest, passes },
    pauses: { shortest: samplesOf(pauses.shortest), longest: samplesOf(pauses.longest) },
  });
  return speakersOf(utterances).flatMap((name) =>
    utterances
      .filter(({ speaker }) => speaker === name)
      .map(({ speaker, words, samples }) => ({ speaker, words, samples, cepstra: framesOf(samples, FRONT_END) })),
  );
}

/** As much of a front end as makes cepstra. */
const FRONT_END: FrontEnd = { ...HEARING, deltas: 0, past: 0, future: 0 };

/** Checks that everybody is in each part, and that every recording is long enough for the phones of its digit. */
function assertRecordings(path: string, parts: Parts<SpokenDigit>, pronunciations: Pronunciations): void {
  const speakers = [...new Set(Object.values(parts).flatMap((part) => speakersOf(part)))].sort();
  for (const [part, recordings] of Object.entries(parts)) {
    const missing = speakers.find((speaker) => !recordings.some((one) => one.speaker === speaker));
    if (missing !== undefined) throw loadError(path, `no ${NAMES[part as keyof typeof parts]} of ${missing}`);
  }
  if (speakers.length < 2)
    throw loadError(path, `recordings of ${speakers[0] ?? "nobody"} only; two speakers at least are needed`);
  for (const { digit, speaker, index, samples } of Object.values(parts).flat()) {
    const { rows } = framesOf(samples, FRONT_END);
    const phones = Math.min(...pronunciations.get(DIGIT_WORDS[digit]!)!.map(({ length }) => length));
    if (rows < FRAMES_PER_PHONE * phones) {
      const need = `${rows} frames of 10 ms, too few for ${DIGIT_WORDS[digit]}, which needs ${FRAMES_PER_PHONE * phones}`;
      throw loadError(path, `${digit}_${speaker}_${index}.wav: ${need}`);
    }
  }
}

/** The parts in words. */
const NAMES = { training: "recordings for training", validation: "recordings for validation", test: "test recordings" };

const loadError = (path: string, problem: string) => new Error(`loadDigitsData: ${path}: ${problem}`);
