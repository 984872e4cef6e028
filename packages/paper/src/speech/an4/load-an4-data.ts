import { createRandom, deriveSeed, type Matrix } from "@dark-knowledge/core";
import { createDataset, selectRows, shareDataset } from "@dark-knowledge/datasets";
import {
  contextWindows,
  createLexicon,
  estimateNgrams,
  featureStatistics,
  type LogMelOptions,
  normaliseFeatures,
  stateNames,
  withDeltas,
} from "@dark-knowledge/speech";
import type { DataSource } from "../../data/data-source.ts";
import { SpecError } from "../../spec/spec-error.ts";
import { partOf, RECORDINGS, type SpeechData } from "../speech-data.ts";
import type { An4Spec } from "../speech-spec.ts";
import { alignUtterances } from "./align-utterances.ts";
import { cachedAlignment } from "./internal/cached-alignment.ts";
import { type An4Utterance, readAn4 } from "./read-an4.ts";

/** An utterance with features that are normalised over all utterances of its speaker. */
interface HeardUtterance extends An4Utterance {
  readonly features: Matrix<Float32Array>;
}

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
  const { data, past, future, an4, states: kind } = spec;
  const { validationSpeakers, alignment, deltas, curveFrames, ngrams, unlabelled, folds } = an4;
  const { pronunciations, training: given, test } = await readAn4(data.path);
  const phones = createLexicon(pronunciations);
  const speakers = shuffledSpeakers(given);
  const learning = speakers.length - validationSpeakers;
  if (learning < 2) {
    const expected = `must leave at least 2 of the ${speakers.length} training speakers`;
    throw new SpecError("an4.validationSpeakers", expected, String(validationSpeakers));
  }
  if (folds > learning) {
    const expected = `must be at most ${learning} (the speakers that nets learn from)`;
    throw new SpecError("an4.folds", expected, String(folds));
  }
  const bySpeaker = (list: readonly string[]) =>
    list.flatMap((speaker) => heardOf(given.filter((utterance) => utterance.speaker === speaker)));
  const training = bySpeaker(speakers.slice(0, learning));
  const validation = bySpeaker(speakers.slice(learning));
  const testSpeakers = [...new Set(test.map(({ speaker }) => speaker))];
  const heldOut = testSpeakers.flatMap((speaker) => heardOf(test.filter((utterance) => utterance.speaker === speaker)));
  const all = [...training, ...validation, ...heldOut];
  const { lexicon, states, stayProbs } = await cachedAlignment(
    cache,
    { fingerprint: data.fingerprint, validationSpeakers, alignment, kind },
    all.map(({ features }) => features.rows),
    () => alignUtterances(training, [...validation, ...heldOut], phones, alignment, kind),
  );
  const windows = contextWindows(
    all.map(({ features, cepstra }) => firstColumns(features, cepstra.columns * (1 + deltas))),
    { past, future },
  );
  const labels = new Int32Array(windows.count);
  for (const [index, list] of states.entries()) labels.set(list, windows.offsets[index]);
  const { width, values, starts, offsets } = windows;
  const dataset = shareDataset(
    createDataset({
      columns: { frames: { values, shape: [width], starts } },
      targets: { kind: "classes", labels, classNames: stateNames(lexicon) },
    }),
  );
  const part = (from: number, to: number) =>
    partOf(
      dataset,
      offsets.subarray(from, to + 1),
      all.slice(from, to).map(({ words }) => words),
    );
  const [tuning, tested] = [
    part(training.length, training.length + validation.length),
    part(training.length + validation.length, all.length),
  ];
  const labelled = speakers.slice(0, Math.min(learning - 1, Math.max(1, Math.round(unlabelled.share * learning))));
  const step = Math.max(1, Math.ceil(tuning.dataset.rows.length / curveFrames));
  return {
    training: part(0, training.length).dataset,
    validation: selectRows(
      tuning.dataset,
      Int32Array.from({ length: Math.ceil(tuning.dataset.rows.length / step) }, (_, index) => index * step),
    ),
    test: tested.dataset,
    ...{ lexicon, stayProbs, tuning },
    language: estimateNgrams(
      training.map(({ words }) => words),
      { words: lexicon.words, order: ngrams },
    ),
    testWords: tested.words,
    testOffsets: tested.offsets,
    frontEnd: { logMels: SPHINX_LOG_MELS, coefficients: given[0]!.cepstra.columns, deltas, past, future },
    recordings: heldOut.slice(0, RECORDINGS).map(({ words, cepstra }) => ({ words, frames: cepstra })),
    ...(folds === 0 ? {} : { folds: foldsOf(training, (speaker) => speakers.indexOf(speaker) % folds, offsets) }),
    labelledFrames: offsets[training.findIndex(({ speaker }) => !labelled.includes(speaker))]!,
    facts: [
      `AN4: ${training.length} utterances of ${learning} speakers for training, ${validation.length} of ${validationSpeakers} for validation, ${test.length} of ${testSpeakers.length} for the test`,
    ],
  };
}

/** The fold of each frame of the first utterances. */
function foldsOf(
  utterances: readonly HeardUtterance[],
  foldOf: (speaker: string) => number,
  offsets: Int32Array,
): Int32Array {
  const folds = new Int32Array(offsets[utterances.length]!);
  utterances.forEach(({ speaker }, index) => {
    folds.fill(foldOf(speaker), offsets[index], offsets[index + 1]);
  });
  return folds;
}

/** The speakers of the training set in a random order. */
function shuffledSpeakers(utterances: readonly An4Utterance[]): readonly string[] {
  const speakers = [...new Set(utterances.map(({ speaker }) => speaker))].sort();
  const order = createRandom(deriveSeed(SPEAKERS_SEED, "AN4 speakers")).permutation(speakers.length);
  return Array.from(order, (place) => speakers[place]!);
}

/** Adds slopes to the cepstra of one speaker, and normalises them over all that he or she said. */
function heardOf(utterances: readonly An4Utterance[]): readonly HeardUtterance[] {
  const features = utterances.map(({ cepstra }) => withDeltas(cepstra));
  const statistics = featureStatistics(features);
  return utterances.map((utterance, index) => ({
    ...utterance,
    features: normaliseFeatures(features[index]!, { statistics }),
  }));
}

function firstColumns({ rows, columns, data }: Matrix<Float32Array>, count: number): Matrix<Float32Array> {
  if (count === columns) return { rows, columns, data };
  const kept = new Float32Array(rows * count);
  for (let row = 0; row < rows; row++) kept.set(data.subarray(row * columns, row * columns + count), row * count);
  return { rows, columns: count, data: kept };
}
