import type { Matrix } from "@dark-knowledge/core";
import { createDataset, selectRows, shareDataset } from "@dark-knowledge/datasets";
import {
  contextWindows,
  createLexicon,
  estimateNgrams,
  featureStatistics,
  normaliseFeatures,
  type Pronunciations,
  stateNames,
  withDeltas,
} from "@dark-knowledge/speech";
import { SpecError } from "../../spec/spec-error.ts";
import type { FrontEnd } from "../front-end.ts";
import { partOf, RECORDINGS, type SpeechData } from "../speech-data.ts";
import { type RecordedSpec, settingsOf } from "../speech-spec.ts";
import { type AlignedUtterances, alignUtterances } from "./align-utterances.ts";
import { cachedAlignment } from "./internal/cached-alignment.ts";

/** A recording with its words. */
export interface RecordedUtterance {
  readonly speaker: string;
  readonly words: readonly string[];
  /** Frames × coefficients, each 10 ms. */
  readonly cepstra: Matrix<Float32Array>;
  /** Left out where a database has cepstra only. */
  readonly samples?: Float32Array;
}

/** The recordings of a database, and how they are heard. */
export interface RecordedParts {
  readonly pronunciations: Pronunciations;
  /** Those of a speaker together. */
  readonly training: readonly RecordedUtterance[];
  readonly validation: readonly RecordedUtterance[];
  readonly test: readonly RecordedUtterance[];
  /** How a recording becomes cepstra. */
  readonly hearing: Pick<FrontEnd, "logMels" | "coefficients">;
  /** Whether mean and variance of the features are 0 and 1 over all that a speaker says in a part, or in each utterance. */
  readonly normalised: "speaker" | "utterance";
  /** Plain data that determines the utterances: their alignment is kept under it. */
  readonly key: object;
  /** The folder for what can be made again. */
  readonly cache: string;
}

/** An utterance with normalised features. */
interface HeardUtterance extends RecordedUtterance {
  readonly features: Matrix<Float32Array>;
}

/**
 * Labels the frames of recordings by forced alignment. The acoustic model that aligns, and the language model, are of the training set alone.
 *
 * @throws SpecError when there are more folds than speakers
 */
export async function recordedData(spec: RecordedSpec, parts: RecordedParts): Promise<SpeechData> {
  const { past, future } = spec;
  const { alignment, deltas, ngrams } = settingsOf(spec);
  const speakerNames = speakersOf(parts.training);
  assertFolds(spec, speakerNames.length);
  const [training, validation, test] = [parts.training, parts.validation, parts.test].map((part) =>
    heardOf(part, parts.normalised),
  ) as [HeardUtterance[], HeardUtterance[], HeardUtterance[]];
  const all = [...training, ...validation, ...test];
  const { lexicon, states, stayProbs } = await cachedAlignment(
    parts.cache,
    { ...parts.key, alignment, kind: spec.states },
    all.map(({ features }) => features.rows),
    (): AlignedUtterances =>
      alignUtterances(training, [...validation, ...test], createLexicon(parts.pronunciations), alignment, spec.states),
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
  const heard = training.length + validation.length;
  const [learned, tuning, tested] = [
    part(0, training.length),
    part(training.length, heard),
    part(heard, all.length),
  ] as const;
  return {
    training: learned.dataset,
    ...{ learned, speakers: speakersOfFrames(training, speakerNames, offsets), speakerNames },
    validation: thinned(tuning.dataset, settingsOf(spec).curveFrames),
    test: tested.dataset,
    ...{ lexicon, stayProbs, tuning },
    language: estimateNgrams(
      training.map(({ words }) => words),
      { words: lexicon.words, order: ngrams },
    ),
    testWords: tested.words,
    testOffsets: tested.offsets,
    frontEnd: { ...parts.hearing, deltas, past, future },
    recordings: test
      .slice(0, RECORDINGS)
      .map(({ words, cepstra, samples }) => ({ words, ...(samples ? { samples } : { frames: cepstra }) })),
    labelledFrames: labelledFrames(training, settingsOf(spec).unlabelled.share, offsets),
  };
}

/** The speakers of utterances, in their order. */
export function speakersOf(utterances: readonly Pick<RecordedUtterance, "speaker">[]): readonly string[] {
  return [...new Set(utterances.map(({ speaker }) => speaker))];
}

/** Adds slopes to cepstra, and normalises them over a speaker or over each utterance. */
function heardOf(utterances: readonly RecordedUtterance[], normalised: RecordedParts["normalised"]): HeardUtterance[] {
  const withSlopes = utterances.map((utterance) => ({ ...utterance, features: withDeltas(utterance.cepstra) }));
  const groups =
    normalised === "utterance"
      ? withSlopes.map((one) => [one])
      : speakersOf(utterances).map((speaker) => withSlopes.filter((one) => one.speaker === speaker));
  return groups.flatMap((group) => {
    const statistics = featureStatistics(group.map(({ features }) => features));
    return group.map((one) => ({ ...one, features: normaliseFeatures(one.features, { statistics }) }));
  });
}

/** Every so many rows of a dataset, so that there are no more than wanted. */
function thinned(dataset: SpeechData["training"], most: number): SpeechData["training"] {
  const { length } = dataset.rows;
  const step = Math.max(1, Math.ceil(length / most));
  return selectRows(
    dataset,
    Int32Array.from({ length: Math.ceil(length / step) }, (_, index) => index * step),
  );
}

/** The frames of the first speakers, a share of all: at least one of them, and not the last. */
function labelledFrames(training: readonly HeardUtterance[], share: number, offsets: Int32Array): number {
  const speakers = speakersOf(training);
  const count = Math.min(speakers.length - 1, Math.max(1, Math.round(share * speakers.length)));
  return offsets[training.findIndex(({ speaker }) => !speakers.slice(0, count).includes(speaker))]!;
}

/** The speaker of each frame of the first utterances, as the place of the name. */
function speakersOfFrames(
  utterances: readonly HeardUtterance[],
  names: readonly string[],
  offsets: Int32Array,
): Int32Array {
  const speakers = new Int32Array(offsets[utterances.length]!);
  utterances.forEach(({ speaker }, index) => {
    speakers.fill(names.indexOf(speaker), offsets[index], offsets[index + 1]);
  });
  return speakers;
}

/** Checks that no fold is without a speaker. */
function assertFolds(spec: RecordedSpec, speakers: number): void {
  const { folds, tables, leftOut } = settingsOf(spec);
  const wanted = { folds, ...(tables.includes("speakers") ? { "leftOut.folds": leftOut.folds } : {}) };
  for (const [field, count] of Object.entries(wanted)) {
    if (count <= speakers) continue;
    const expected = `must be at most ${speakers} (the speakers that nets learn from)`;
    throw new SpecError(`${spec.dataset}.${field}`, expected, String(count));
  }
}

function firstColumns({ rows, columns, data }: Matrix<Float32Array>, count: number): Matrix<Float32Array> {
  if (count === columns) return { rows, columns, data };
  const kept = new Float32Array(rows * count);
  for (let row = 0; row < rows; row++) kept.set(data.subarray(row * columns, row * columns + count), row * count);
  return { rows, columns: count, data: kept };
}
