import { createRandom, deriveSeed } from "@dark-knowledge/core";
import type { LogMelOptions } from "@dark-knowledge/speech";
import type { DataSource } from "../../data/data-source.ts";
import { SpecError } from "../../spec/spec-error.ts";
import { recordedData, speakersOf } from "../recorded/recorded-data.ts";
import type { SpeechData } from "../speech-data.ts";
import type { An4Spec } from "../speech-spec.ts";
import { type An4Utterance, readAn4 } from "./read-an4.ts";

const SPEAKERS_SEED = 1503_02531;

/**
 * The front end of CMU Sphinx with which AN4's features were made, as far as they differ once they are normalised: filters of other heights
 * and another unit of the samples only move the means of cepstra.
 */
const SPHINX_LOG_MELS: LogMelOptions = {
  ...{ sampleRate: 16_000, filters: 40, windowSeconds: 0.025625 },
  ...{ lowestFrequency: 133.33334, highestFrequency: 6855.4976 },
};

/**
 * Reads AN4 and labels its frames by forced alignment. The last of the training speakers, in a random order, are the validation set: they
 * are left out of all training, that of the first acoustic model and of the language model too.
 *
 * @throws SpecError when there are no speakers left to learn from
 * @throws Error that names each file that is not as it should be
 */
export async function loadAn4Data(spec: An4Spec, { cache }: DataSource): Promise<SpeechData> {
  const { validationSpeakers } = spec.an4;
  const { pronunciations, training: given, test } = await readAn4(spec.data.path);
  const speakers = shuffledSpeakers(given);
  const learning = speakers.length - validationSpeakers;
  if (learning < 2) {
    const expected = `must leave at least 2 of the ${speakers.length} training speakers`;
    throw new SpecError("an4.validationSpeakers", expected, String(validationSpeakers));
  }
  const saidBy = (list: readonly string[]) => list.flatMap((name) => given.filter(({ speaker }) => speaker === name));
  const [training, validation] = [saidBy(speakers.slice(0, learning)), saidBy(speakers.slice(learning))];
  const data = await recordedData(spec, {
    ...{ pronunciations, training, validation, test, normalised: "speaker", cache },
    hearing: { logMels: SPHINX_LOG_MELS, coefficients: given[0]!.cepstra.columns },
    key: { fingerprint: spec.data.fingerprint, validationSpeakers },
  });
  return {
    ...data,
    facts: [
      `AN4: ${training.length} utterances of ${learning} speakers for training, ${validation.length} of ${validationSpeakers} for validation, ${test.length} of ${speakersOf(test).length} for the test`,
    ],
  };
}

/** The speakers of the training set in a random order. */
function shuffledSpeakers(utterances: readonly An4Utterance[]): readonly string[] {
  const speakers = [...speakersOf(utterances)].sort();
  const order = createRandom(deriveSeed(SPEAKERS_SEED, "AN4 speakers")).permutation(speakers.length);
  return Array.from(order, (place) => speakers[place]!);
}
