import { type Dataset, selectRows } from "@dark-knowledge/datasets";
import type { Lexicon, NgramModel } from "@dark-knowledge/speech";
import type { ExperimentData } from "../data/experiment-data.ts";

/** Utterances whose words are recognised. */
export interface SpokenPart {
  /** Their frames, one utterance behind the other. */
  readonly dataset: Dataset;
  /** The words of each utterance. */
  readonly words: readonly (readonly string[])[];
  /** The first frame of each utterance, and behind them the number of all frames. */
  readonly offsets: Int32Array;
}

/** The frames of `reproduce speech`, and what decoding needs. */
export interface SpeechData extends ExperimentData {
  readonly lexicon: Lexicon;
  readonly language: NgramModel;
  /** For each state the probability to be repeated in the next frame. Default: the decoder's. */
  readonly stayProbs?: Float64Array;
  /** All utterances of the validation set, by which decoding is tuned. Left out where nothing is chosen. */
  readonly tuning?: SpokenPart;
  /** The words of each utterance of the test set. */
  readonly testWords: readonly (readonly string[])[];
  /** The first frame of each utterance of the test set, and behind them the number of its frames. */
  readonly testOffsets: Int32Array;
  /** The frames of the speakers who keep their labels where those of the others are withheld: the first of the training set. */
  readonly labelledFrames?: number;
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
