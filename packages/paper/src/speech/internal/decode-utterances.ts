import { createMatrix, type Matrix } from "@dark-knowledge/core";
import { labelsOf } from "@dark-knowledge/datasets";
import { type DecoderOptions, statePriors } from "@dark-knowledge/speech";
import type { SpeechData } from "../speech-data.ts";
import { createWordFinder } from "./word-finder.ts";

/**
 * Recognises the words of utterances.
 *
 * @param logits frames × states, one utterance behind the other
 * @param offsets the first frame of each utterance, and behind them the number of frames
 */
export function decodeUtterances(
  { data, columns }: Matrix,
  offsets: Int32Array,
  spoken: SpeechData,
  options: DecoderOptions,
): readonly (readonly string[])[] {
  const find = createWordFinder({ ...spoken, priors: priorsOf(spoken) }, options);
  return Array.from(offsets.subarray(1), (end, index) => {
    const begin = offsets[index]!;
    return find(createMatrix(end - begin, columns, data.subarray(begin * columns, end * columns)));
  });
}

/** The share of each state in the training set. */
export function priorsOf({ training, lexicon }: SpeechData): Float64Array {
  return statePriors([labelsOf(training)], lexicon.stateCount);
}
