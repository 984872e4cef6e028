import type { Matrix } from "@dark-knowledge/core";
import { type Dataset, selectRows } from "@dark-knowledge/datasets";
import type { Lexicon, NgramModel } from "@dark-knowledge/speech";
import type { ExperimentData } from "../data/experiment-data.ts";
import type { FrontEnd } from "./front-end.ts";

/** Utterances whose words are recognised. */
export interface SpokenPart {
  /** Their frames, one utterance behind the other. */
  readonly dataset: Dataset;
  /** The words of each utterance. */
  readonly words: readonly (readonly string[])[];
  /** The first frame of each utterance, and behind them the number of all frames. */
  readonly offsets: Int32Array;
}

/** An utterance of the test set that is shown to people. */
export interface Recording {
  readonly words: readonly string[];
  /** Left out where there are frames only. */
  readonly samples?: Float32Array;
  /** Left out where there are samples. */
  readonly frames?: Matrix<Float32Array>;
}

/** The most of them. */
export const RECORDINGS = 4;

/** The frames of `reproduce speech`, and what decoding needs. */
export interface SpeechData extends ExperimentData {
  readonly lexicon: Lexicon;
  readonly language: NgramModel;
  /** How a recording becomes what nets see. */
  readonly frontEnd: FrontEnd;
  /** For each state the probability to be repeated in the next frame. Default: the decoder's. */
  readonly stayProbs?: Float64Array;
  /** All utterances of the validation set, by which decoding is tuned. Left out where nothing is chosen. */
  readonly tuning?: SpokenPart;
  /** The words of each utterance of the test set. */
  readonly testWords: readonly (readonly string[])[];
  /** The first frame of each utterance of the test set, and behind them the number of its frames. */
  readonly testOffsets: Int32Array;
  /** The first utterances of the test set. */
  readonly recordings: readonly Recording[];
  /** The frames of the speakers who keep their labels where those of the others are withheld: the first of the training set. */
  readonly labelledFrames?: number;
  /** The training set as utterances. Left out for a made-up language, as the next two. */
  readonly learned?: SpokenPart;
  /** The speaker of each frame of the training set, as the place of a name. */
  readonly speakers?: Int32Array;
  readonly speakerNames?: readonly string[];
}

/**
 * Makes a part of the utterances of a dataset.
 *
 * @param offsets the first frame of each utterance of the part, and behind them the frame after its last
 */
export function partOf(dataset: Dataset, offsets: Int32Array, words: SpokenPart["words"]): SpokenPart {
  const [begin, end] = [offsets[0]!, offsets.at(-1)!];
  return {
    dataset: selectRows(dataset, dataset.rows.subarray(begin, end)),
    words,
    offsets: offsets.map((offset) => offset - begin),
  };
}
