import type { Matrix } from "@dark-knowledge/core";
import {
  type AcousticModel,
  type Alignment,
  baumWelch,
  cloneStates,
  flatStart,
  forcedAlignment,
  type Lexicon,
  mixtureLogLikelihoods,
  splitMixtures,
  transcriptGraph,
} from "@dark-knowledge/speech";
import { type StatesSpec, tieTo } from "../internal/tie-to.ts";

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
  /** The given one, or one with tied states. */
  readonly lexicon: Lexicon;
  /** The state of each frame of each utterance: first those of the training set, then the others. */
  readonly states: readonly Int32Array[];
  /** For each state the probability to be repeated in the next frame. */
  readonly stayProbs: Float64Array;
}

/**
 * Trains an acoustic model of Gaussian mixtures from a flat start on the training set alone, and aligns the frames of all utterances with
 * their words. Tied states are made from an alignment with one Gaussian for each state of a phone, and trained for as many passes again.
 *
 * @throws SpecError when there are to be fewer tied states than phones have
 */
export function alignUtterances(
  training: readonly SpokenWords[],
  others: readonly SpokenWords[],
  phones: Lexicon,
  { gaussians, passes }: AlignmentSpec,
  states: StatesSpec = "monophones",
): AlignedUtterances {
  const train = (from: AcousticModel, lexicon: Lexicon) => {
    const heard = training.map((utterance) => withGraph(utterance, lexicon));
    let model = from;
    for (let pass = 0; pass < passes; pass++) ({ model } = baumWelch(model, heard));
    return model;
  };
  const features = training.map((utterance) => utterance.features);
  let model = train(flatStart(features, { states: phones.stateCount }), phones);
  let lexicon = phones;
  if (states !== "monophones") {
    const aligned = training.map((one) => ({ features: one.features, alignment: align(model, one, phones) }));
    lexicon = tieTo(states.tied, phones, aligned);
    model = train(cloneStates(model, lexicon), lexicon);
  }
  while (model.components < gaussians) model = train(splitMixtures(model), lexicon);
  return {
    lexicon,
    states: [...training, ...others].map((utterance) => align(model, utterance, lexicon).states),
    stayProbs: model.stayProbs,
  };
}

const withGraph = ({ features, words }: SpokenWords, lexicon: Lexicon) => ({
  features,
  graph: transcriptGraph(words, lexicon),
});

function align(model: AcousticModel, utterance: SpokenWords, lexicon: Lexicon): Alignment {
  const { features, graph } = withGraph(utterance, lexicon);
  return forcedAlignment(mixtureLogLikelihoods(model, features), graph, { stayProbs: model.stayProbs });
}
