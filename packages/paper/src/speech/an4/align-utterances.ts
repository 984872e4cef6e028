import type { Matrix } from "@dark-knowledge/core";
import {
  type AcousticModel,
  baumWelch,
  flatStart,
  forcedAlignment,
  type HmmGraph,
  type Lexicon,
  mixtureLogLikelihoods,
  splitMixtures,
  transcriptGraph,
} from "@dark-knowledge/speech";

/** How the first acoustic model is trained, whose alignment gives the labels of the nets. */
export interface AlignmentSpec {
  /** Gaussians of each state at the end: 1, 2, 4, … Each doubling is followed by as many passes. */
  readonly gaussians: number;
  /** Passes over the training set with each number of Gaussians. */
  readonly passes: number;
}

/** Features of an utterance, and its words. */
export interface SpokenWords {
  readonly features: Matrix<Float32Array>;
  readonly words: readonly string[];
}

/** Result of {@link alignUtterances}. */
export interface AlignedUtterances {
  /** The state of each frame of each utterance: first those of the training set, then the others. */
  readonly states: readonly Int32Array[];
  /** For each state the probability to be repeated in the next frame. */
  readonly stayProbs: Float64Array;
}

/**
 * Trains an acoustic model of Gaussian mixtures from a flat start on the training set alone, and aligns the frames of all utterances with
 * their words.
 */
export function alignUtterances(
  training: readonly SpokenWords[],
  others: readonly SpokenWords[],
  lexicon: Lexicon,
  { gaussians, passes }: AlignmentSpec,
): AlignedUtterances {
  const withGraph = ({ features, words }: SpokenWords) => ({ features, graph: transcriptGraph(words, lexicon) });
  const heard = training.map(withGraph);
  let model = flatStart(
    heard.map(({ features }) => features),
    { states: lexicon.stateCount },
  );
  for (;;) {
    for (let pass = 0; pass < passes; pass++) ({ model } = baumWelch(model, heard));
    if (model.components >= gaussians) break;
    model = splitMixtures(model);
  }
  const states = [...heard, ...others.map(withGraph)].map((utterance) => align(model, utterance));
  return { states, stayProbs: model.stayProbs };
}

function align(model: AcousticModel, { features, graph }: { features: Matrix; graph: HmmGraph }): Int32Array {
  const { stayProbs } = model;
  return forcedAlignment(mixtureLogLikelihoods(model, features), graph, { stayProbs }).states;
}
