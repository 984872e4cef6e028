import { createMatrix, type Matrix } from "@dark-knowledge/core";
import { createDataset, shareDataset } from "@dark-knowledge/datasets";
import {
  type Alignment,
  contextWindows,
  featureStatistics,
  forcedAlignment,
  type Lexicon,
  relabelAlignment,
  stateNames,
  transcriptGraph,
} from "@dark-knowledge/speech";
import type { DataSource } from "../data/data-source.ts";
import { loadAn4Data } from "./an4/load-an4-data.ts";
import { loadDigitsData } from "./digits/load-digits-data.ts";
import { type FrontEnd, featuresOf, framesOf } from "./front-end.ts";
import { type StatesSpec, tieTo } from "./internal/tie-to.ts";
import { MADE_UP_LOG_MELS, madeUpLanguage } from "./made-up-speech.ts";
import { partOf, RECORDINGS, type SpeechData } from "./speech-data.ts";
import type { An4Spec, DigitsSpec, MadeUpSpec, SpeechSpec } from "./speech-spec.ts";

/** Reads AN4 or spoken digits, or speaks the utterances of the made-up language: frames between their neighbours, each with its state. */
export async function loadSpeechData(spec: SpeechSpec, source: DataSource): Promise<SpeechData> {
  if (spec.an4) return loadAn4Data(spec as An4Spec, source);
  if (spec.digits) return loadDigitsData(spec as DigitsSpec, source);
  return madeUpData(spec as MadeUpSpec);
}

/** Training and test set are views of one storage. */
function madeUpData({ utterances, past, future, states }: MadeUpSpec): SpeechData {
  const { lexicon: phones, language, speak } = madeUpLanguage();
  const spoken = Array.from({ length: utterances.training + utterances.test }, (_, number) => speak(number));
  const hearing = { logMels: MADE_UP_LOG_MELS, deltas: 0, past, future };
  const frames = spoken.map(({ samples }) => framesOf(samples, hearing));
  // Known before an utterance begins, so that its frames can be recognised one by one.
  const frontEnd: FrontEnd = { ...hearing, statistics: featureStatistics(frames.slice(0, utterances.training)) };
  const features = frames.map((one) => featuresOf(one, frontEnd));
  const heard = spoken.map((one, index) => ({ ...one, features: features[index]! }));
  const { lexicon, labels } = statesOf(heard, phones, { training: utterances.training, states });
  const { values, width, starts, offsets } = contextWindows(features, { past, future });
  const dataset = shareDataset(
    createDataset({
      columns: { frames: { values, shape: [width], starts } },
      targets: {
        kind: "classes",
        labels,
        classNames: stateNames(lexicon),
      },
    }),
  );
  const part = (from: number, to: number) =>
    partOf(
      dataset,
      offsets.subarray(from, to + 1),
      spoken.slice(from, to).map(({ words }) => words),
    );
  const test = part(utterances.training, spoken.length);
  return {
    training: part(0, utterances.training).dataset,
    test: test.dataset,
    ...{ lexicon, language, frontEnd },
    testWords: test.words,
    testOffsets: test.offsets,
    recordings: spoken
      .slice(utterances.training, utterances.training + RECORDINGS)
      .map(({ words, samples }) => ({ words, samples })),
  };
}

interface KnownUtterance {
  readonly words: readonly string[];
  readonly features: Matrix<Float32Array>;
  readonly states: readonly number[];
}

/** The state of each frame: as it is known, or the tied one in its place. */
function statesOf(
  utterances: readonly KnownUtterance[],
  phones: Lexicon,
  { training, states }: { readonly training: number; readonly states: StatesSpec },
): { readonly lexicon: Lexicon; readonly labels: Int32Array } {
  const known = Int32Array.from(utterances.flatMap((one) => one.states));
  if (states === "monophones") return { lexicon: phones, labels: known };
  const aligned = utterances.map(({ features, ...one }) => ({ features, alignment: knownAlignment(one, phones) }));
  const lexicon = tieTo(states.tied, phones, aligned.slice(0, training));
  const tied = aligned.flatMap(({ alignment }) => Array.from(relabelAlignment(alignment, phones, lexicon).states));
  return { lexicon, labels: Int32Array.from(tied) };
}

/** The only alignment with the states that an utterance has. */
function knownAlignment({ words, states }: Omit<KnownUtterance, "features">, lexicon: Lexicon): Alignment {
  const scores = createMatrix(
    states.length,
    lexicon.stateCount,
    new Float64Array(states.length * lexicon.stateCount).fill(-Infinity),
  );
  states.forEach((state, frame) => {
    scores.data[frame * lexicon.stateCount + state] = 0;
  });
  return forcedAlignment(scores, transcriptGraph(words, lexicon));
}
